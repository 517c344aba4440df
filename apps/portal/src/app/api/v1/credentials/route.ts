import { createCredentialSchema } from "@annex/contract";
import { createCredential, listCredentials } from "@annex/control-plane";
import { tenantRoute } from "@/server/route";

export const GET = tenantRoute(({ ctx }) => listCredentials(ctx));
export const POST = tenantRoute(
  async ({ ctx, input }) => createCredential(ctx, await input(createCredentialSchema)),
  201,
);

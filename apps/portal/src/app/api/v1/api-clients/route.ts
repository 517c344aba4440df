import { createApiClientSchema } from "@annex/contract";
import { createApiClient, listApiClients } from "@annex/control-plane";
import { tenantRoute } from "@/server/route";

export const GET = tenantRoute(({ ctx }) => listApiClients(ctx));
/** The one answer that holds the client's secret. */
export const POST = tenantRoute(
  async ({ ctx, input }) => createApiClient(ctx, await input(createApiClientSchema)),
  201,
);

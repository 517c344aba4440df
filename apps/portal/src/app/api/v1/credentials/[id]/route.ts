import { rotateCredentialSchema } from "@annex/contract";
import { deleteCredential, rotateCredential } from "@annex/control-plane";
import { tenantRoute } from "@/server/route";

export const PUT = tenantRoute(async ({ ctx, param, input }) =>
  rotateCredential(ctx, { credentialId: param("id"), ...(await input(rotateCredentialSchema)) }),
);
export const DELETE = tenantRoute(({ ctx, param }) => deleteCredential(ctx, { credentialId: param("id") }));

import { updateMemberSchema } from "@annex/contract";
import { removeMember, updateMember } from "@annex/control-plane";
import { tenantRoute } from "@/server/route";

export const PATCH = tenantRoute(async ({ ctx, param, input }) =>
  updateMember(ctx, { userId: param("id"), ...(await input(updateMemberSchema)) }),
);
export const DELETE = tenantRoute(({ ctx, param }) => removeMember(ctx, { userId: param("id") }));

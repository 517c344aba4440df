import type { CreatedPasswordReset } from "@annex/contract";
import { z } from "zod";
import { checkOwnersMails } from "../account/check-owners-mails.ts";
import { authorise } from "../context/authorise.ts";
import { parse } from "../context/parse.ts";
import type { TenantContext } from "../context/tenant-context.ts";
import { loadMember } from "../update-member/load-member.ts";
import { writePasswordReset } from "./write-password-reset.ts";

const inputSchema = z.object({ userId: z.uuid("There is no such member."), portalUrl: z.url() });

/**
 * A link with which a member sets a new password, by e-mail. The owner gets it as well, but not where the person belongs
 * to another tenant, signs in at a provider or is an operator: it would open more than the owner's tenant.
 * @throws AppError `not_found`; `limit_exceeded`, as `checkOwnersMails`.
 */
export function createPasswordReset(
  ctx: TenantContext,
  input: z.input<typeof inputSchema>,
): Promise<CreatedPasswordReset> {
  const { userId: id, portalUrl } = parse(inputSchema, input);
  return ctx.db.run(async (tx) => {
    const { user } = await loadMember(tx, id);
    authorise(ctx, "owner");
    await checkOwnersMails(tx, ctx.tenant.id);
    const [found] = await tx.$queryRaw<
      { elsewhere: boolean }[]
    >`SELECT annex_belongs_elsewhere(${id}::uuid) AS elsewhere`;
    const mailedOnly = found?.elsewhere !== false;
    const { jobs, masterKey, tenant, principal } = ctx;
    const resetting = { jobs, masterKey, tenantId: tenant.id, actor: principal.actor, removesTotp: false, mailedOnly };
    const made = await writePasswordReset(tx, resetting, { user: { id, email: user.email }, portalUrl });
    return mailedOnly ? { ...made, link: null } : made;
  });
}

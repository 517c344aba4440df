import { AppError, type CreatedPasswordReset } from "@annex/contract";
import { z } from "zod";
import { parse } from "../context/parse.ts";
import type { OperatorContext } from "../context/tenant-context.ts";
import { writePasswordReset } from "../create-password-reset/write-password-reset.ts";

const inputSchema = z.object({ userId: z.uuid("There is no such person."), portalUrl: z.url() });

/**
 * An operator's link with which a person sets a new password; to use it also ends the second factor, since the phone may
 * be what was lost. @throws AppError `not_found`.
 */
export function createUserPasswordReset(
  ctx: OperatorContext,
  input: z.input<typeof inputSchema>,
): Promise<CreatedPasswordReset> {
  const { userId: id, portalUrl } = parse(inputSchema, input);
  return ctx.db.operator.$transaction(async (tx) => {
    const user = await tx.user.findUnique({ where: { id }, select: { id: true, email: true } });
    if (!user) throw new AppError("not_found", "There is no such person.");
    const { jobs, masterKey, principal } = ctx;
    const resetting = { jobs, masterKey, tenantId: null, actor: principal.actor, removesTotp: true };
    return writePasswordReset(tx, resetting, { user, portalUrl });
  });
}

import { type CreatedInvitation, createInvitationSchema } from "@annex/contract";
import { z } from "zod";
import { checkOwnersMails } from "../account/check-owners-mails.ts";
import { authorise } from "../context/authorise.ts";
import { parse } from "../context/parse.ts";
import type { TenantContext } from "../context/tenant-context.ts";
import { writeInvitation } from "./write-invitation.ts";

const inputSchema = createInvitationSchema.extend({ portalUrl: z.url() });

/**
 * Invites somebody to the owner's tenant: by e-mail, and by the link in the answer, which works once.
 * @throws AppError `conflict` for a member; `limit_exceeded`, as `checkOwnersMails`.
 */
export async function createInvitation(
  ctx: TenantContext,
  input: z.input<typeof inputSchema>,
): Promise<CreatedInvitation> {
  const wanted = parse(inputSchema, input);
  authorise(ctx, "owner");
  return ctx.db.run(async (tx) => {
    await checkOwnersMails(tx, ctx.tenant.id);
    return writeInvitation(tx, { ...ctx, actor: ctx.principal.actor }, wanted);
  });
}

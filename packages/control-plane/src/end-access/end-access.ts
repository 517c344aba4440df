import { AppError, type SupportAccess } from "@annex/contract";
import type { Prisma, Tx } from "@annex/db";
import { z } from "zod";
import { recordAudit } from "../audit/record-audit.ts";
import { authorise } from "../context/authorise.ts";
import { parse } from "../context/parse.ts";
import type { OperatorContext, TenantContext } from "../context/tenant-context.ts";
import { accessInclude, toAccess } from "../support-access/to-access.ts";

const inputSchema = z.object({ accessId: z.uuid("There is no such access.") });
type Input = z.input<typeof inputSchema>;

async function end(tx: Tx, where: Prisma.SupportAccessWhereInput, actor: string): Promise<SupportAccess> {
  const found = await tx.supportAccess.findFirst({ where });
  if (!found) throw new AppError("not_found", "There is no such access.");
  const { id, tenantId, operatorEmail: operator } = found;
  const data = { endedAt: new Date(), endedBy: actor };
  const { count } = await tx.supportAccess.updateMany({ where: { id, endedAt: null }, data });
  if (count === 0) throw new AppError("conflict", "It is over already.");
  const access = toAccess(await tx.supportAccess.findFirstOrThrow({ where: { id }, include: accessInclude }));
  const action = access.state === "declined" ? "declineAccess" : "endAccess";
  await recordAudit(tx, { tenantId, actor, action, target: `support-access:${id}`, detail: { operator } });
  return access;
}

/** An owner declines a request or ends an access: the operator's next request is refused. @throws AppError `not_found`, `conflict`, `forbidden`. */
export function endAccess(ctx: TenantContext, input: Input): Promise<SupportAccess> {
  const { accessId: id } = parse(inputSchema, input);
  authorise(ctx, "owner");
  return ctx.db.run((tx) => end(tx, { id }, ctx.principal.actor));
}

/** The operator who has it gives it back. @throws AppError `not_found` for another operator's; `conflict`. */
export function endOwnAccess(ctx: OperatorContext, input: Input): Promise<SupportAccess> {
  const { accessId: id } = parse(inputSchema, input);
  const { actor } = ctx.principal;
  const own = { id, operator: { email: actor.replace(/^user:/, "") } };
  return ctx.db.operator.$transaction((tx) => end(tx, own, actor));
}

import { AppError, requestAccessSchema, type SupportAccess } from "@annex/contract";
import type { Tx } from "@annex/db";
import { z } from "zod";
import { recordAudit } from "../audit/record-audit.ts";
import { newId } from "../context/new-id.ts";
import { parse } from "../context/parse.ts";
import type { OperatorContext } from "../context/tenant-context.ts";
import { isUniqueViolation } from "../context/unique-violation.ts";
import { enqueueMail } from "../enqueue-mail/enqueue-mail.ts";
import { accessInclude, toAccess } from "../support-access/to-access.ts";

const inputSchema = requestAccessSchema.extend({
  tenantId: z.uuid("There is no such tenant."),
  portalUrl: z.url(),
});

/** What ran out by time makes way for a new request. */
async function closeExpired(tx: Tx, tenantId: string, operatorId: string, now: Date): Promise<void> {
  const where = { tenantId, operatorId, endedAt: null, expiresAt: { lte: now } };
  await tx.supportAccess.updateMany({ where, data: { endedAt: now, endedBy: "system:time" } });
}

async function tellOwners(tx: Tx, ctx: OperatorContext, access: SupportAccess, portalUrl: string): Promise<void> {
  const { tenant, operator, reason, hours, role } = access;
  const owners = await tx.membership.findMany({
    where: { tenantId: tenant.id, role: "owner" },
    select: { user: { select: { email: true } } },
  });
  const what = role === "viewer" ? "look at" : "look at, change and deploy";
  const link = `${portalUrl}/t/${tenant.slug}/settings?tab=support-access`;
  const text = `${operator}, an operator of the platform, asks to ${what} the functions of ${tenant.name} for ${hours} hours.\n\nReason: ${reason}\n\nNothing is open to them before an owner grants it:\n${link}`;
  for (const { user } of owners)
    await enqueueMail(tx, ctx, { tenantId: tenant.id, to: user.email, subject: `${operator} asks for access`, text });
}

/**
 * Asks a tenant's owners for access; they are told by e-mail. Nothing is open before one of them grants it.
 * @throws AppError `not_found`; `conflict` for a member, and while an earlier request or access of the operator's is not
 * over.
 */
export async function requestAccess(ctx: OperatorContext, input: z.input<typeof inputSchema>): Promise<SupportAccess> {
  const { tenantId, portalUrl, role, reason, hours } = parse(inputSchema, input);
  const { actor } = ctx.principal;
  const operatorEmail = actor.replace(/^user:/, "");
  try {
    return await ctx.db.operator.$transaction(async (tx) => {
      const tenant = await tx.tenant.findUnique({ where: { id: tenantId }, select: { id: true } });
      if (!tenant) throw new AppError("not_found", "There is no such tenant.");
      const operator = await tx.user.findUniqueOrThrow({ where: { email: operatorEmail }, select: { id: true } });
      const member = { userId: operator.id, tenantId };
      if (await tx.membership.findUnique({ where: { userId_tenantId: member }, select: { userId: true } }))
        throw new AppError("conflict", "You are a member of this tenant: you need no access.");
      await closeExpired(tx, tenantId, operator.id, new Date());
      const data = { id: newId(), tenantId, operatorId: operator.id, operatorEmail, role, reason, hours };
      const access = toAccess(await tx.supportAccess.create({ data, include: accessInclude }));
      await recordAudit(tx, {
        ...{ tenantId, actor, action: "requestAccess", target: `support-access:${access.id}` },
        detail: { role, reason, hours },
      });
      await tellOwners(tx, ctx, access, portalUrl);
      return access;
    });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new AppError("conflict", "You asked already, or have access.", { cause: error });
  }
}

import { randomBytes } from "node:crypto";
import { AppError, type CreatedTenant, createTenantSchema } from "@annex/contract";
import type { Tx } from "@annex/db";
import { z } from "zod";
import { recordAudit } from "../audit/record-audit.ts";
import { newId } from "../context/new-id.ts";
import { parse } from "../context/parse.ts";
import { refuseTaken } from "../context/refuse-taken.ts";
import type { OperatorContext } from "../context/tenant-context.ts";
import { writeInvitation } from "../create-invitation/write-invitation.ts";
import { getTenant } from "../get-tenant/get-tenant.ts";

const inputSchema = createTenantSchema.extend({ portalUrl: z.url() });
const invitedForDays = 7;

function refuse(path: string, message: string): never {
  throw new AppError("invalid_request", message, { errors: [{ path, message }] });
}

/** The named cell, else the one with the fewest tenants, of those that take new ones. */
async function placeIn(tx: Tx, cellId: string | undefined): Promise<{ readonly id: string; readonly name: string }> {
  const cell = await tx.cell.findFirst({
    where: { acceptsTenants: true, ...(cellId === undefined ? {} : { id: cellId }) },
    select: { id: true, name: true },
    orderBy: [{ tenants: { _count: "asc" } }, { name: "asc" }],
  });
  return cell ?? refuse("cellId", "There is no such cell that takes new tenants.");
}

/**
 * Makes a tenant, and invites its first owner where an address is given: both or neither.
 * @throws AppError `conflict` when the slug is taken; `invalid_request`.
 */
export async function createTenant(ctx: OperatorContext, input: z.input<typeof inputSchema>): Promise<CreatedTenant> {
  const { slug, name, plan, cellId, ownerEmail, portalUrl } = parse(inputSchema, input);
  const { actor } = ctx.principal;
  const id = newId();
  try {
    const invitation = await ctx.db.operator.$transaction(async (tx) => {
      if (!(await tx.plan.findUnique({ where: { key: plan } }))) refuse("plan", `There is no plan ${plan}.`);
      const cell = await placeIn(tx, cellId);
      const key = randomBytes(5).toString("hex");
      await tx.tenant.create({ data: { id, key, slug, name, planKey: plan, cellId: cell.id } });
      const detail = { name, plan, cell: cell.name };
      await recordAudit(tx, { tenantId: id, actor, action: "createTenant", target: `tenant:${slug}`, detail });
      if (ownerEmail === undefined) return null;
      const wanted = { email: ownerEmail, role: "owner", expiresInDays: invitedForDays, portalUrl } as const;
      return writeInvitation(tx, { ...ctx, tenant: { id, name }, actor }, wanted);
    });
    return { tenant: await getTenant(ctx, { tenantId: id }), invitation };
  } catch (error) {
    refuseTaken(error, "slug", `The slug ${slug} is taken. Choose another one.`);
  }
}

import { AppError } from "@annex/contract";
import { recordReading } from "../audit/record-reading.ts";
import { inForce } from "../support-access/to-access.ts";
import type { TenantContextSource, Who } from "./load-tenant-context.ts";
import type { TenantContext } from "./tenant-context.ts";

/** Whether an operator's access is in force. */
export async function isAccessInForce({ db, accessId }: Pick<TenantContext, "db" | "accessId">): Promise<boolean> {
  if (accessId === undefined) return false;
  return (await db.run((tx) => tx.supportAccess.count({ where: { id: accessId, ...inForce(new Date()) } }))) > 0;
}

/**
 * The context of an operator in a tenant whose owner consented: with the role that was granted, and an actor that names
 * both. It is read anew for each request, so that an access that was ended or ran out is worth nothing at once. That it
 * was used is told in the tenant's audit trail, once an hour.
 * @throws AppError `not_found` without an access in force.
 */
export async function loadActingContext(source: TenantContextSource, who: Who): Promise<TenantContext> {
  const { tenantId, userId: operatorId, email } = who;
  const db = source.db.forTenant(tenantId);
  const found = await db.run(async (tx) => {
    const tenant = await tx.tenant.findFirst({ select: { id: true, key: true, slug: true, name: true, cellId: true } });
    const access = await tx.supportAccess.findFirst({ where: { operatorId, ...inForce(new Date()) } });
    if (!tenant || !access?.grantedBy) throw new AppError("not_found", "There is no such tenant.");
    const actor = `operator:${email} as ${access.grantedBy.replace(/^user:/, "")}`;
    await recordReading(tx, { tenantId, actor }, "actAsTenant", `support-access:${access.id}`);
    return { tenant, access, actor };
  });
  const { tenant, access, actor } = found;
  const { jobs, masterKey } = source;
  return { tenant, principal: { actor, role: access.role }, db, jobs, masterKey, accessId: access.id };
}

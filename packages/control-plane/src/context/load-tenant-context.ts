import { AppError, type MembershipRole, membershipRoleSchema } from "@annex/contract";
import type { Db } from "@annex/db";
import type { MasterKey } from "@annex/envelope";
import type { JobSender } from "../jobs/job-sender.ts";
import type { TenantContext } from "./tenant-context.ts";

export interface TenantContextSource {
  readonly db: Db;
  readonly jobs: JobSender;
  readonly masterKey: MasterKey;
}

export interface Who {
  readonly tenantId: string;
  readonly userId: string;
  readonly email: string;
}

/**
 * The context of a signed-in user in one tenant; the membership is read anew, so that a removed member is out at once.
 * @throws AppError `not_found` when the user is no member (or the tenant does not exist).
 */
export async function loadTenantContext(source: TenantContextSource, who: Who): Promise<TenantContext> {
  const db = source.db.forTenant(who.tenantId);
  const found = await db.run(async (tx) => ({
    tenant: await tx.tenant.findFirst({ select: { id: true, key: true, slug: true, name: true, cellId: true } }),
    membership: await tx.membership.findFirst({ where: { userId: who.userId } }),
  }));
  if (!found.tenant || !found.membership) throw new AppError("not_found", "There is no such tenant.");
  const role: MembershipRole = membershipRoleSchema.parse(found.membership.role);
  const { jobs, masterKey } = source;
  return { tenant: found.tenant, principal: { actor: `user:${who.email}`, role }, db, jobs, masterKey };
}

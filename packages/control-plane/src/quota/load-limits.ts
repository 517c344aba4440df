import { type PlanLimits, planLimitsSchema } from "@annex/contract";
import type { Tx } from "@annex/db";
import { z } from "zod";

export interface TenantLimits {
  readonly plan: { readonly key: string; readonly name: string };
  readonly limits: PlanLimits;
  /** Those that are the tenant's own. */
  readonly own: ReadonlySet<string>;
}

/** What a tenant may have: its plan's limits with its own in their place. */
export async function loadLimits(tx: Pick<Tx, "tenant">, tenantId: string): Promise<TenantLimits> {
  const { plan, quotas } = await tx.tenant.findUniqueOrThrow({
    where: { id: tenantId },
    select: { quotas: true, plan: { select: { key: true, name: true, limits: true } } },
  });
  const own = z.record(z.string(), z.number()).parse(quotas);
  const { key, name } = plan;
  return {
    plan: { key, name },
    limits: planLimitsSchema.parse({ ...Object(plan.limits), ...own }),
    own: new Set(Object.keys(own)),
  };
}

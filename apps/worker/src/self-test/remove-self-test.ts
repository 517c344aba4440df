import { selfTestPoint } from "@annex/contract";
import type { SelfTest } from "@annex/db";
import { removeTenant } from "../remove-tenant/remove-tenant.ts";
import type { WorkerContext } from "../worker-context.ts";

const actor = "system:self-test";

/** Removes what a self-test made: its tenants, their functions in Lambda, its extension point. Again does no harm. */
export async function removeSelfTest(ctx: WorkerContext, row: SelfTest): Promise<void> {
  const { operator } = ctx.db;
  await removeTenant(ctx, { tenantId: row.probeTenantId, actor });
  await removeTenant(ctx, { tenantId: row.neighbourTenantId, actor });
  const { key, recordType } = selfTestPoint;
  await operator.$transaction([
    operator.binding.deleteMany({ where: { extensionPoint: { key } } }),
    operator.extensionPoint.deleteMany({ where: { key } }),
    operator.record.deleteMany({ where: { typeKey: recordType } }),
    operator.recordType.deleteMany({ where: { key: recordType } }),
  ]);
}

import type { TenantInvoker } from "@annex/aws";
import type { TenantState } from "@annex/invocation";
import type { Services } from "../services.ts";

/** An invoker that the cell lets invoke this tenant's functions and nothing else. */
export function assumeInvokeRole(
  { invokers }: Services,
  { cell, tenant }: TenantState,
): TenantInvoker | Promise<TenantInvoker> {
  return invokers.forTenant(cell, tenant);
}

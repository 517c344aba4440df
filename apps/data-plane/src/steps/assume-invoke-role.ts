import type { TenantState } from "@annex/invocation";
import type { Services } from "../services.ts";

export type LambdaClient = Awaited<ReturnType<Services["invokers"]["forTenant"]>>;

/** A client that the cell lets invoke this tenant's functions and nothing else. */
export function assumeInvokeRole({ invokers }: Services, { cell, tenant }: TenantState): Promise<LambdaClient> {
  return invokers.forTenant(cell, tenant);
}

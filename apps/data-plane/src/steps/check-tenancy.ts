import { AppError } from "@annex/contract";
import type { Target, TenantState } from "@annex/invocation";

/**
 * The tenancy check proper: the function that is about to be invoked carries its tenant's key in its Lambda name.
 * Row-level security has hidden every other tenant's row and STS would refuse its ARN; this holds without both.
 * @throws AppError `not_found`: another tenant's function is answered like a missing one.
 */
export function checkTenancy({ tenant }: TenantState, target: Target): void {
  if (target.lambdaName.startsWith(`annex-${tenant.key}-`)) return;
  throw new AppError("not_found", "There is no such function, or it is not deployed.", {
    detail: { tenant: tenant.id, lambdaName: target.lambdaName },
  });
}

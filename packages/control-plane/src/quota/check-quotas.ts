import { AppError, type DraftContent, type FieldError } from "@annex/contract";
import type { Tx } from "@annex/db";
import { loadLimits } from "./load-limits.ts";

const askForMore = "or ask the operator for more";

/** @throws AppError `limit_exceeded` when the tenant has as many functions as it may have. Two at once are counted one by one. */
export async function checkFunctionQuota(tx: Tx, tenantId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`functions:${tenantId}`}, 0))`;
  const { plan, limits } = await loadLimits(tx, tenantId);
  const used = await tx.function.count({ where: { deletedAt: null } });
  if (used < limits.functions) return;
  const message = `You have ${used} functions, and ${limits.functions} are allowed (plan ${plan.name}). Delete one, ${askForMore}.`;
  throw new AppError("limit_exceeded", message);
}

/** @throws AppError `limit_exceeded` when the function has as many releases as it may have. */
export async function checkReleaseQuota(tx: Tx, tenantId: string, functionId: string): Promise<void> {
  const { plan, limits } = await loadLimits(tx, tenantId);
  const used = await tx.release.count({ where: { functionId } });
  if (used < limits.releases) return;
  const message = `It has ${used} releases, and ${limits.releases} are allowed (plan ${plan.name}). Make a new function, ${askForMore}.`;
  throw new AppError("limit_exceeded", message);
}

/** What of a draft is more than the tenant may have, each at its place. */
export async function draftQuotaErrors(tx: Tx, tenantId: string, content: DraftContent): Promise<FieldError[]> {
  const { plan, limits } = await loadLimits(tx, tenantId);
  const errors: FieldError[] = [];
  if (content.memoryMb > limits.memoryMb)
    errors.push({ path: "memoryMb", message: `At most ${limits.memoryMb} MB are allowed (plan ${plan.name}).` });
  if (content.timeoutMs > limits.timeoutMs)
    errors.push({
      path: "timeoutMs",
      message: `At most ${limits.timeoutMs / 1000} s are allowed (plan ${plan.name}).`,
    });
  return errors;
}

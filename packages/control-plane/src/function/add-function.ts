import type { DraftContent } from "@annex/contract";
import { Prisma, type Tx } from "@annex/db";
import { newId } from "../context/new-id.ts";
import type { TenantContext } from "../context/tenant-context.ts";
import { toJson } from "../context/to-json.ts";
import { checkFunctionQuota } from "../quota/check-quotas.ts";
import { lambdaNameOf } from "./lambda-name.ts";

interface NewFunction {
  readonly name: string;
  readonly description: string;
  readonly content: DraftContent;
  readonly requiresPassingTests?: boolean;
  readonly retryPolicy?: Prisma.JsonValue;
}

/** Writes a function with its draft and returns its ID. @throws AppError `limit_exceeded` when the plan allows no more functions. */
export async function addFunction(
  tx: Tx,
  { tenant, principal }: Pick<TenantContext, "tenant" | "principal">,
  { name, description, content, requiresPassingTests = false, retryPolicy = null }: NewFunction,
): Promise<string> {
  const { id: tenantId, key, cellId } = tenant;
  const createdBy = principal.actor;
  await checkFunctionQuota(tx, tenantId);
  const id = newId();
  const names = { name, description, lambdaName: lambdaNameOf(key, id) };
  const settings = { requiresPassingTests, retryPolicy: retryPolicy ?? Prisma.DbNull };
  await tx.function.create({ data: { id, tenantId, cellId, createdBy, ...names, ...settings } });
  await tx.draft.create({ data: { functionId: id, tenantId, content: toJson(content), updatedBy: createdBy } });
  return id;
}

import { setTimeout as delay } from "node:timers/promises";
import type { PackageTypes } from "@annex/contract";
import type { TenantContext } from "../context/tenant-context.ts";
import { loadFunction } from "../function/load-function.ts";
import { draftPackages, noTypes } from "../package-types/draft-packages.ts";
import { toPackageTypes } from "./to-package-types.ts";

const lookEveryMs = 100;

interface Which {
  readonly functionName: string;
  /** Waits as long for types that are on their way. */
  readonly waitMs?: number;
}

function look(ctx: TenantContext, functionName: string): Promise<PackageTypes> {
  return ctx.db.run(async (tx) => {
    const { id } = await loadFunction(tx, functionName);
    const { packages, key } = await draftPackages(tx, id);
    if (packages.length === 0) return noTypes;
    const row = await tx.packageTypes.findUnique({ where: { tenantId_key: { tenantId: ctx.tenant.id, key } } });
    return row ? toPackageTypes(row) : { ...noTypes, state: "none" };
  });
}

/** The types that the packages of a saved draft bring along. @throws AppError `not_found`. */
export async function getPackageTypes(ctx: TenantContext, { functionName, waitMs = 0 }: Which): Promise<PackageTypes> {
  const deadline = Date.now() + waitMs;
  for (;;) {
    const types = await look(ctx, functionName);
    if (types.state !== "queued" || Date.now() >= deadline) return types;
    await delay(lookEveryMs);
  }
}

import type { PackageTypes } from "@annex/contract";
import { authorise } from "../context/authorise.ts";
import type { TenantContext } from "../context/tenant-context.ts";
import { toJson } from "../context/to-json.ts";
import { loadFunction } from "../function/load-function.ts";
import { toPackageTypes } from "../get-package-types/to-package-types.ts";
import { checkActive } from "../may-run/check-active.ts";
import { draftPackages, noTypes } from "../package-types/draft-packages.ts";

const keptDays = 30;

/**
 * Asks for the types of a draft's packages, unless they are there or on their way; those that failed are tried again.
 * Not audited: it changes nothing but what the editor knows.
 * @throws AppError `not_found`, `tenant_suspended`.
 */
export function startPackageTypes(
  ctx: TenantContext,
  { functionName }: { functionName: string },
): Promise<PackageTypes> {
  return ctx.db.run(async (tx) => {
    const { id } = await loadFunction(tx, functionName);
    authorise(ctx, "developer");
    const { packages, key } = await draftPackages(tx, id);
    if (packages.length === 0) return noTypes;
    const tenantId = ctx.tenant.id;
    const where = { tenantId_key: { tenantId, key } };
    const known = await tx.packageTypes.findUnique({ where });
    if (known && known.state !== "failed") return toPackageTypes(known);
    await checkActive(tx, tenantId);
    // they can be had again at any time
    const createdAt = { lt: new Date(Date.now() - keptDays * 86_400_000) };
    await tx.packageTypes.deleteMany({ where: { createdAt } });
    const fresh = { state: "queued", problem: null } as const;
    const row = await tx.packageTypes.upsert({
      where,
      create: { tenantId, key, packages: toJson(packages), ...fresh },
      update: fresh,
    });
    await ctx.jobs.send(
      tx,
      { queue: "package-types", data: { tenantId, key } },
      { singletonKey: `${tenantId}:${key}` },
    );
    return toPackageTypes(row);
  });
}

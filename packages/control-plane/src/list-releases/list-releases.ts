import type { Release } from "@annex/contract";
import type { TenantContext } from "../context/tenant-context.ts";
import { loadFunction } from "../function/load-function.ts";
import { listedReleases } from "./listed-releases.ts";

/** The newest hundred releases, newest first. @throws AppError `not_found`. */
export function listReleases(ctx: TenantContext, { functionName }: { functionName: string }): Promise<Release[]> {
  return ctx.db.run(async (tx) => listedReleases(tx, await loadFunction(tx, functionName)));
}

import { type DraftContent, draftContentSchema, type PackageLock, packageLockSchema } from "@annex/contract";
import type { WorkerContext } from "../worker-context.ts";

interface Wanted {
  readonly functionId: string;
  readonly content: DraftContent;
}

const kindOf = ({ language }: DraftContent) => (language === "python" ? "python" : "npm");

/** What the newest build of the function fetched, unless newer versions were asked for since: its versions are kept. */
export async function loadKept(ctx: WorkerContext, { functionId, content }: Wanted): Promise<PackageLock> {
  if (content.packages.length === 0) return {};
  const newest = await ctx.db.operator.release.findFirst({
    where: { functionId, artifactSha256: { not: null } },
    orderBy: { number: "desc" },
    select: { content: true, packageLock: true },
  });
  if (!newest) return {};
  const before = draftContentSchema.parse(newest.content);
  const isOlder = before.packagesAsOf !== content.packagesAsOf || kindOf(before) !== kindOf(content);
  return isOlder ? {} : packageLockSchema.parse(newest.packageLock);
}

import { AppError, type ExtensionPointVersion } from "@annex/contract";
import type { OperatorContext } from "../context/tenant-context.ts";

/** The contracts of an extension point, the newest first. @throws AppError `not_found`. */
export async function listExtensionPointVersions(
  ctx: OperatorContext,
  { key }: { key: string },
): Promise<ExtensionPointVersion[]> {
  const point = await ctx.db.operator.extensionPoint.findUnique({
    where: { key },
    select: { versions: { orderBy: { number: "desc" }, take: 100 } },
  });
  if (!point) throw new AppError("not_found", "There is no such extension point.");
  return point.versions.map(({ extensionPointId: _, createdAt, ...version }) => ({
    ...version,
    createdAt: createdAt.toISOString(),
  }));
}

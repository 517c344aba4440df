import { AppError, runtimeSchema } from "@annex/contract";
import type { Prisma } from "@annex/db";
import { layerChange } from "./layer-change.ts";
import type { ReleaseChange } from "./release-change.ts";
import { runtimeChange } from "./runtime-change.ts";

/** What is loaded of a roll-out to carry it out. */
export const rolloutWork = {
  version: { select: { id: true, number: true, layer: { select: { id: true, name: true } } } },
} as const satisfies Prisma.RolloutInclude;
export type RolloutWork = Prisma.RolloutGetPayload<{ include: typeof rolloutWork }>;

/** What a roll-out brings. */
export function changeOf({ version, fromRuntime, toRuntime }: RolloutWork): ReleaseChange {
  if (version) return layerChange(version);
  const [from, to] = [runtimeSchema.safeParse(fromRuntime), runtimeSchema.safeParse(toRuntime)];
  if (from.success && to.success) return runtimeChange(from.data, to.data);
  throw new AppError("internal", "The roll-out brings a runtime that the platform does not offer any more.");
}

import type { Target } from "./load-target.ts";

/** The release that answers this invocation: its share of them goes to the canary. `random` is in [0, 1). */
export function pickRelease(target: Target, random: () => number = Math.random): Target {
  const { canary } = target;
  return canary && random() * 100 < canary.percent ? canary.target : target;
}

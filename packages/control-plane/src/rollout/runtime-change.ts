import { type Runtime, runtimeLives } from "@annex/contract";
import type { ReleaseChange } from "./release-change.ts";

/** A successor in the place of a runtime. */
export function runtimeChange(from: Runtime, to: Runtime): ReleaseChange {
  return {
    change: (content) => (content.runtime === from ? { ...content, runtime: to } : null),
    already: `It is not on ${from} any more.`,
    message: () => `Runtime: ${runtimeLives[from].label} to ${runtimeLives[to].label}`,
    ...{ keepsArtifact: false, layer: null, mayBeKept: true, action: "upgradeRuntime" },
    detail: () => ({ from, to }),
    target: `runtime:${from}`,
  };
}

import type { Rollout } from "@annex/contract";
import { formatShare } from "@/format/units";

export const isEnded = ({ state }: Rollout) => state === "done" || state === "cancelled";

/** How it goes out, in words. */
export function settingsOf({ waveSize, pauseSeconds, maxFailureRate, shift }: Rollout): string {
  const pause = pauseSeconds === 0 ? "no rest" : `${Math.round(pauseSeconds / 6) / 10} min of rest`;
  const step = shift?.steps[0];
  const watched = step ? `, each with ${step.percent} % of its traffic for ${step.minutes} min first` : "";
  return `${waveSize} at once, ${pause} between waves${watched}; stops above ${formatShare(maxFailureRate)} failed.`;
}

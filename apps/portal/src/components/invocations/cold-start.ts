import type { Invocation } from "@annex/contract";
import { formatMs } from "@/format/units";

/** How long the execution environment took to start, where this invocation waited for that; nothing of one that never ran. */
export function coldStartWords({ initMs, billedMs }: Pick<Invocation, "initMs" | "billedMs">): string {
  if (initMs !== null) return formatMs(initMs);
  return billedMs === null ? "–" : "No, it was warm";
}

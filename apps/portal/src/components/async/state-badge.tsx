import type { AcceptedState } from "@annex/contract";
import { Badge, type Tone } from "../ui/badge";

export const stateWords: Readonly<Record<AcceptedState, string>> = {
  queued: "Queued",
  running: "Running",
  held: "Held, the tenant is suspended",
  done: "Done",
  dead: "Given up",
  cancelled: "Cancelled",
};
const tones: Readonly<Record<AcceptedState, Tone>> = {
  queued: "neutral",
  running: "accent",
  held: "amber",
  done: "green",
  dead: "red",
  cancelled: "neutral",
};

/** How far an accepted invocation is. */
export function StateBadge({ state }: { state: AcceptedState }) {
  return (
    <Badge tone={tones[state]} dot>
      {stateWords[state]}
    </Badge>
  );
}

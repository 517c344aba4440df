import type { Rollout } from "@annex/contract";
import { Badge, type Tone } from "../ui/badge";

const looks: Record<Rollout["state"], [Tone, string]> = {
  testing: ["accent", "Testing"],
  tested: ["amber", "Tested, waits for you"],
  running: ["accent", "Rolling out"],
  paused: ["neutral", "Paused"],
  stopped: ["red", "Stopped"],
  done: ["green", "Done"],
  cancelled: ["neutral", "Cancelled"],
};

export function RolloutState({ rollout: { state, counts } }: { rollout: Rollout }) {
  const [tone, word] = looks[state];
  const failed = state === "done" && counts.failed > 0;
  const live = state === "running" || state === "testing";
  return (
    <Badge tone={failed ? "amber" : tone} dot={live ? "live" : true}>
      {failed ? `Done, ${counts.failed} failed` : word}
    </Badge>
  );
}

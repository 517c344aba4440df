import type { LayerRollout } from "@annex/contract";
import { Badge, type Tone } from "../../ui/badge";

const looks: Record<LayerRollout["state"], [Tone, string]> = {
  running: ["accent", "Rolling out"],
  paused: ["neutral", "Paused"],
  stopped: ["red", "Stopped"],
  done: ["green", "Done"],
  cancelled: ["neutral", "Cancelled"],
};

export function RolloutState({ rollout: { state, counts } }: { rollout: LayerRollout }) {
  const [tone, word] = looks[state];
  const failed = state === "done" && counts.failed > 0;
  return (
    <Badge tone={failed ? "amber" : tone} dot={state === "running" ? "live" : true}>
      {failed ? `Done, ${counts.failed} failed` : word}
    </Badge>
  );
}

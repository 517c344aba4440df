"use client";
import { layerRolloutDetailSchema, portalRoutes } from "@annex/contract";
import { useResource } from "@/client/api-provider";
import { isLost } from "@/client/is-lost";
import { LiveToggle } from "../../live-toggle";
import { ProblemNotice } from "../../problem-notice";
import { HeldNotice } from "../../rollouts/held-notice";
import { RolloutActions } from "../../rollouts/rollout-actions";
import { RolloutBar } from "../../rollouts/rollout-bar";
import { RolloutItems } from "../../rollouts/rollout-items";
import { RolloutState } from "../../rollouts/rollout-state";
import { isEnded, settingsOf } from "../../rollouts/rollout-words";
import { Notice } from "../../ui/notice";
import { Sheet } from "../../ui/sheet";
import { Skeleton } from "../../ui/skeleton";
import { Time } from "../../ui/time";
import { useLive } from "../../use-live";

/** One roll-out as it goes, beside the page. */
export function RolloutDetail({ id, onClose }: { id: string; onClose: () => void }) {
  const live = useLive(1000);
  const path = portalRoutes.operator.layerRollout(id);
  const rollout = useResource(path, layerRolloutDetailSchema, { refetchInterval: live.interval });
  const { data } = rollout;
  return (
    <Sheet
      open
      onOpenChange={(open) => open || onClose()}
      title={data ? `${data.layer.name}, version ${data.version}` : "Roll-out"}
      description={data ? settingsOf(data) : undefined}
    >
      {rollout.error && !data && <ProblemNotice error={rollout.error} title="The roll-out could not be loaded" />}
      {rollout.isPending && <Skeleton className="h-40" />}
      {data && (
        <>
          <div className="flex flex-wrap items-center justify-between gap-2">
            <RolloutState rollout={data} />
            {!isEnded(data) && <LiveToggle paused={live.paused} onToggle={live.toggle} lost={isLost(rollout)} />}
          </div>
          <RolloutBar counts={data.counts} />
          <HeldNotice rollout={data} />
          {data.nextWaveAt && (
            <p className="text-sm text-muted">
              Wave {data.wave + 1} begins <Time at={data.nextWaveAt} />.
            </p>
          )}
          {data.reason && (
            <Notice tone={data.state === "stopped" ? "error" : "warning"} title="Too many functions failed">
              {data.reason}{" "}
              {data.state === "stopped" && "Look at why; then let it go on, or cancel it and make another version."}
            </Notice>
          )}
          {!isEnded(data) && <RolloutActions rollout={data} path={path} noun="roll-out" />}
          <RolloutItems items={data.items} />
        </>
      )}
    </Sheet>
  );
}

"use client";
import {
  type LayerRollout,
  type LayerRolloutItem,
  layerRolloutDetailSchema,
  layerRolloutSchema,
  portalRoutes,
} from "@annex/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Pause, Play, X } from "lucide-react";
import { useApi, useResource, useResourceKey } from "@/client/api-provider";
import { formatShare } from "@/format/units";
import { LiveToggle } from "../../live-toggle";
import { ProblemNotice } from "../../problem-notice";
import { Badge, type Tone } from "../../ui/badge";
import { Button } from "../../ui/button";
import { Notice } from "../../ui/notice";
import { Sheet } from "../../ui/sheet";
import { Skeleton } from "../../ui/skeleton";
import { Time } from "../../ui/time";
import { useLive } from "../../use-live";
import { RolloutBar } from "./rollout-bar";
import { RolloutState } from "./rollout-state";

const tones: Record<LayerRolloutItem["state"], Tone> = {
  waiting: "neutral",
  deploying: "accent",
  done: "green",
  failed: "red",
  skipped: "amber",
};
const ended = ({ state }: LayerRollout) => state === "done" || state === "cancelled";

function settingsOf({ waveSize, pauseSeconds, maxFailureRate, shift }: LayerRollout): string {
  const pause = pauseSeconds === 0 ? "no rest" : `${Math.round(pauseSeconds / 6) / 10} min of rest`;
  const step = shift?.steps[0];
  const watched = step ? `, each with ${step.percent} % of its traffic for ${step.minutes} min first` : "";
  return `${waveSize} at once, ${pause} between waves${watched}; stops above ${formatShare(maxFailureRate)} failed.`;
}

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
            {!ended(data) && <LiveToggle paused={live.paused} onToggle={live.toggle} lost={rollout.error !== null} />}
          </div>
          <RolloutBar counts={data.counts} />
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
          {!ended(data) && <RolloutActions rollout={data} />}
          <RolloutItems items={data.items} />
        </>
      )}
    </Sheet>
  );
}

function RolloutActions({ rollout }: { rollout: LayerRollout }) {
  const api = useApi();
  const client = useQueryClient();
  const key = useResourceKey();
  const path = portalRoutes.operator.layerRollout(rollout.id);
  const change = useMutation({
    mutationFn: (state: "running" | "paused" | "cancelled") => api.send("PATCH", path, layerRolloutSchema, { state }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: key(path) });
      void client.invalidateQueries({ queryKey: key(portalRoutes.operator.layerRollouts(rollout.layer.id)) });
    },
  });
  const runs = rollout.state === "running";
  return (
    <div className="flex flex-col gap-2">
      {change.error && <ProblemNotice error={change.error} title="It is as it was" />}
      <div className="flex flex-wrap gap-2">
        <Button size="sm" busy={change.isPending} onClick={() => change.mutate(runs ? "paused" : "running")}>
          {runs ? <Pause aria-hidden className="size-3.5" /> : <Play aria-hidden className="size-3.5" />}
          {runs ? "Pause" : "Go on"}
        </Button>
        <Button size="sm" variant="danger" disabled={change.isPending} onClick={() => change.mutate("cancelled")}>
          <X aria-hidden className="size-3.5" />
          Cancel the roll-out
        </Button>
      </div>
    </div>
  );
}

function RolloutItems({ items }: { items: readonly LayerRolloutItem[] }) {
  return (
    <section aria-label="Functions" className="flex flex-col gap-1">
      <h3 className="text-sm font-semibold">Functions</h3>
      <ul className="rounded-md border">
        {items.map(({ tenant, functionName, state, wave, detail }) => (
          <li key={`${tenant.id}/${functionName}`} className="border-b px-3 py-2 text-sm last:border-b-0">
            <div className="flex items-center gap-2">
              <span className="min-w-0 flex-1 truncate">
                <span className="text-muted">{tenant.name} / </span>
                {functionName}
              </span>
              {wave !== null && <span className="text-xs text-muted">wave {wave}</span>}
              <Badge tone={tones[state]} dot={state === "deploying" ? "live" : false}>
                {state}
              </Badge>
            </div>
            {detail && <p className="mt-0.5 text-xs break-words text-muted">{detail}</p>}
          </li>
        ))}
      </ul>
    </section>
  );
}

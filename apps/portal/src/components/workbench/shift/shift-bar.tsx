"use client";
import { type Deployment, portalRoutes, type ReleaseMetrics, type Shift, shiftMetricsSchema } from "@annex/contract";
import { ChevronsRight, Pause, Play, Undo2 } from "lucide-react";
import { useState } from "react";
import { useResource } from "@/client/api-provider";
import { formatCount, formatMs, formatShare } from "@/format/units";
import { Badge } from "../../ui/badge";
import { Button } from "../../ui/button";
import { useWorkbench } from "../workbench-context";
import { AbortShift } from "./abort-shift";
import { useShift } from "./use-shift";

/** How traffic goes over to a new release, while it does: its share, both releases side by side, and what to do. */
export function ShiftBar() {
  const { detail } = useWorkbench();
  const deployment = detail.latestDeployment;
  if (!deployment?.shift || deployment.state !== "shifting") return null;
  return <ShiftUnderway deployment={deployment} shift={deployment.shift} />;
}

function figuresOf({ invocations, errorRate, p95Ms }: ReleaseMetrics): string {
  if (invocations === 0) return "no invocation yet";
  return `${formatCount(invocations)} invocations, ${formatShare(errorRate)} errors, p95 ${formatMs(p95Ms)}`;
}

function nextOf({ plan, step, frozenAt }: Shift): string {
  const last = step >= plan.steps.length - 1;
  const next = last ? "all" : `${plan.steps[step + 1]?.percent} %`;
  if (frozenAt) return `Frozen; next ${next}`;
  const minutes = plan.steps[step]?.minutes;
  return minutes ? `${next} after ${minutes} min` : `${next} when somebody promotes it`;
}

function ShiftUnderway({ deployment, shift }: { deployment: Deployment; shift: Shift }) {
  const { detail } = useWorkbench();
  const { promote, freeze, abort } = useShift(deployment.id);
  const [aborting, setAborting] = useState(false);
  const metrics = useResource(portalRoutes.deploymentMetrics(detail.name, deployment.id), shiftMetricsSchema, {
    refetchInterval: 2000,
  });
  const { canary, live } = metrics.data ?? {};
  const busy = promote.isPending || freeze.isPending || abort.isPending;
  const hasNext = shift.step < shift.plan.steps.length - 1;
  return (
    <section
      aria-label="Traffic shift"
      className="mx-3 mt-2 flex shrink-0 flex-wrap items-center gap-x-4 gap-y-2 rounded-md border px-3 py-2"
    >
      <div className="flex min-w-0 flex-1 basis-80 flex-col gap-1">
        <p className="flex flex-wrap items-center gap-2 text-sm">
          <Badge tone="amber" dot={shift.frozenAt ? true : "live"}>
            {shift.frozenAt ? "Frozen" : "Shifting"}
          </Badge>
          <span>
            Release {deployment.releaseNumber} serves <strong className="tabular-nums">{shift.percent} %</strong>
          </span>
          <span className="text-xs text-muted">{nextOf(shift)}</span>
        </p>
        <progress
          aria-label={`Share of release ${deployment.releaseNumber}`}
          value={shift.percent}
          max={100}
          className="h-1.5 w-full appearance-none overflow-hidden rounded-sm bg-pressed [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-pressed [&::-webkit-progress-value]:bg-accent"
        />
        {canary && (
          <p className="text-xs text-muted tabular-nums">
            Release {canary.releaseNumber}: {figuresOf(canary)}
            {live && `. Release ${live.releaseNumber}: ${figuresOf(live)}`}
          </p>
        )}
      </div>
      <div className="flex flex-wrap gap-1.5">
        {hasNext && (
          <Button size="sm" disabled={busy} busy={promote.isPending} onClick={() => promote.mutate("next")}>
            Next step
          </Button>
        )}
        <Button size="sm" disabled={busy} onClick={() => promote.mutate("live")}>
          <ChevronsRight aria-hidden className="size-3.5" />
          Promote to all
        </Button>
        <Button size="sm" disabled={busy} onClick={() => freeze.mutate(shift.frozenAt === null)}>
          {shift.frozenAt ? <Play aria-hidden className="size-3.5" /> : <Pause aria-hidden className="size-3.5" />}
          {shift.frozenAt ? "Go on" : "Freeze"}
        </Button>
        <Button size="sm" variant="danger" disabled={busy} onClick={() => setAborting(true)}>
          <Undo2 aria-hidden className="size-3.5" />
          Roll back
        </Button>
      </div>
      <AbortShift
        open={aborting}
        onOpenChange={setAborting}
        releaseNumber={deployment.releaseNumber}
        busy={abort.isPending}
        onAbort={(reason) => abort.mutate(reason, { onSuccess: () => setAborting(false) })}
      />
    </section>
  );
}

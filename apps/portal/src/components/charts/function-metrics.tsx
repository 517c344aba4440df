"use client";
import { errorGroupSchema, metricsSchema, portalRoutes } from "@annex/contract";
import type { ReactNode } from "react";
import { z } from "zod";
import { useResource } from "@/client/api-provider";
import { isLost } from "@/client/is-lost";
import { ErrorGroups } from "../errors/error-groups";
import { LiveToggle } from "../live-toggle";
import { ProblemNotice } from "../problem-notice";
import { KeptNote } from "../retention/kept-note";
import { useKept } from "../retention/use-kept";
import { useLive } from "../use-live";
import { MetricsPanel, MetricsPanelSkeleton } from "./metrics-panel";
import { RangePicker } from "./range-picker";
import { ReleaseComparison } from "./release-comparison";
import { RightSize } from "./right-size";
import { useRange } from "./use-range";
import { ZoneToggle } from "./zone-toggle";

interface FunctionMetricsProps {
  tenant: string;
  functionName: string;
  /** Stands where nothing called the function yet; none where it is not deployed. */
  howToCall?: ReactNode;
}

/** The Metrics tab of a function's page. */
export function FunctionMetrics({ tenant, functionName, howToCall }: FunctionMetricsProps) {
  const [range] = useRange();
  const kept = useKept({ range });
  const live = useLive();
  const metrics = useResource(portalRoutes.functionMetrics(functionName), metricsSchema, {
    query: { range },
    refetchInterval: live.interval,
    keepPrevious: true,
  });
  const { data, error } = metrics;
  const errors = useResource(portalRoutes.functionErrors(functionName), z.array(errorGroupSchema), {
    query: { range },
    refetchInterval: live.interval,
    keepPrevious: true,
  });
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <div className="flex flex-wrap items-center gap-2">
          <RangePicker />
          <ZoneToggle />
        </div>
        <LiveToggle paused={live.paused} onToggle={live.toggle} lost={isLost(metrics)} />
      </div>
      {data?.totals.invocations === 0 && (
        <>
          <p className="text-sm text-muted">
            Nothing called this function in this range. {howToCall ? "Call it" : "Deploy it, then call it"}: the call
            shows here within two seconds.
          </p>
          {howToCall && <div className="max-w-3xl">{howToCall}</div>}
        </>
      )}
      {data ? (
        <>
          <RightSize totals={data.totals} sizing={data.sizing} />
          <MetricsPanel metrics={data} name={`${tenant}-${functionName}`} />
          <ErrorGroups
            groups={errors.data ?? []}
            sampleHref={({ sampleInvocationId }) => `/t/${tenant}/invocations/${sampleInvocationId}`}
            lineHref={({ lastRelease }, file, line) =>
              `/t/${tenant}/functions/${functionName}/releases/${lastRelease ?? 1}?file=${encodeURIComponent(file)}&line=${line}`
            }
          />
          {kept && (
            <p className="text-xs text-muted">
              <KeptNote what="Invocations, and with them these errors," kept={kept} />
            </p>
          )}
          <ReleaseComparison releases={data.releases} />
        </>
      ) : error ? (
        <ProblemNotice error={error} title="The metrics could not be loaded" onRetry={() => void metrics.refetch()} />
      ) : (
        <MetricsPanelSkeleton />
      )}
    </div>
  );
}

"use client";
import type { Metrics } from "@annex/contract";
import { useMemo } from "react";
import { formatMs, formatShare } from "@/format/units";
import { Skeleton } from "../ui/skeleton";
import type { ChartSeries } from "./chart-series";
import { MetricsTotals } from "./metrics-totals";
import { TimeSeriesChart } from "./time-series-chart";

const rangeNames = { "1h": "the last hour", "24h": "the last 24 hours", "7d": "the last 7 days" } as const;

function countsOf(series: Metrics["series"]): ChartSeries[] {
  return [
    { label: "Invocations", look: "area", values: series.map(({ invocations }) => invocations) },
    { label: "Errors", look: "error", values: series.map(({ errors }) => errors) },
  ];
}

function durationsOf(series: Metrics["series"]): ChartSeries[] {
  return [
    { label: "p50", look: "plain", values: series.map(({ p50Ms }) => p50Ms) },
    { label: "p95", look: "dashed", values: series.map(({ p95Ms }) => p95Ms) },
    { label: "p99", look: "dotted", values: series.map(({ p99Ms }) => p99Ms) },
  ];
}

interface MetricsPanelProps {
  metrics: Metrics;
  /** Begins the names of downloaded files: `acme-score-invoice`. */
  name: string;
}

/** Totals and time series of a set of invocations. The charts share one cursor and one zoom. */
export function MetricsPanel({ metrics, name }: MetricsPanelProps) {
  const { range, series, totals, bucketSeconds, deployments } = metrics;
  const at = useMemo(() => series.map((point) => point.at), [series]);
  const counts = useMemo(() => countsOf(series), [series]);
  const durations = useMemo(() => durationsOf(series), [series]);
  const common = { at, bucketSeconds, markers: deployments, syncKey: `metrics-${name}` };
  const many = `${totals.invocations.toLocaleString("en")} invocations in ${rangeNames[range]}`;
  return (
    <div className="flex flex-col gap-4">
      <MetricsTotals totals={totals} />
      <div className="grid gap-4 lg:grid-cols-2">
        <TimeSeriesChart
          {...common}
          title="Invocations and errors"
          unit="count"
          series={counts}
          emptyText=""
          summary={`${many}, ${formatShare(totals.errorRate)} of them errors.`}
          fileName={`${name}-invocations-${range}.csv`}
        />
        <TimeSeriesChart
          {...common}
          title="Duration"
          unit="ms"
          series={durations}
          emptyText="No durations: nothing was invoked in this range."
          summary={`${many}: p50 ${formatMs(totals.p50Ms)}, p95 ${formatMs(totals.p95Ms)}, p99 ${formatMs(totals.p99Ms)}.`}
          fileName={`${name}-duration-${range}.csv`}
        />
      </div>
    </div>
  );
}

/** In the shape of the panel that is on its way. */
export function MetricsPanelSkeleton() {
  return (
    <div role="status" aria-label="Loading metrics" className="flex flex-col gap-4">
      <Skeleton className="h-[66px] rounded-md" />
      <div className="grid gap-4 lg:grid-cols-2">
        <Skeleton className="h-[268px] rounded-md" />
        <Skeleton className="h-[268px] rounded-md" />
      </div>
    </div>
  );
}

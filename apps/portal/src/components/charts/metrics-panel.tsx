"use client";
import { errorClassSchema, type Metrics } from "@annex/contract";
import { useMemo } from "react";
import { formatMs, formatShare, formatUsd } from "@/format/units";
import { Skeleton } from "../ui/skeleton";
import { type ChartSeries, classLooks, releaseLooks } from "./chart-series";
import { errorClassNames } from "./error-class-names";
import { MetricsTotals } from "./metrics-totals";
import { TimeSeriesChart } from "./time-series-chart";

const rangeNames = {
  "1h": "the last hour",
  "24h": "the last 24 hours",
  "7d": "the last 7 days",
  "30d": "the last 30 days",
  "90d": "the last 90 days",
} as const;

function countsOf(series: Metrics["series"]): ChartSeries[] {
  return [
    { label: "Invocations", look: "area", values: series.map(({ invocations }) => invocations) },
    { label: "Errors", look: "error", values: series.map(({ errors }) => errors) },
  ];
}

/** A line for each class that has an error in the range; none at all reads better than six flat ones. */
function errorsOf({ series, totals }: Metrics): ChartSeries[] {
  return errorClassSchema.options.flatMap((name, index) =>
    (totals.errorsByClass[name] ?? 0) === 0
      ? []
      : [
          {
            label: errorClassNames[name],
            look: classLooks[index] ?? "plain",
            values: series.map(({ errorsByClass }) => errorsByClass[name] ?? 0),
          },
        ],
  );
}

function costsOf(series: Metrics["series"]): ChartSeries[] {
  return [{ label: "Cost", look: "area", values: series.map(({ costUsd }) => costUsd) }];
}

function ownOf(series: Metrics["series"]): ChartSeries[] {
  return [
    { label: "Our part, p50", look: "plain", values: series.map(({ ownP50Ms }) => ownP50Ms) },
    { label: "Our part, p95", look: "dashed", values: series.map(({ ownP95Ms }) => ownP95Ms) },
    { label: "Whole call, p95", look: "dotted", values: series.map(({ p95Ms }) => p95Ms) },
  ];
}

function durationsOf(series: Metrics["series"]): ChartSeries[] {
  return [
    { label: "p50", look: "plain", values: series.map(({ p50Ms }) => p50Ms) },
    { label: "p95", look: "dashed", values: series.map(({ p95Ms }) => p95Ms) },
    { label: "p99", look: "dotted", values: series.map(({ p99Ms }) => p99Ms) },
  ];
}

/** Of one function: how much of its memory was used at most. */
function memoryOf(series: Metrics["series"]): ChartSeries[] {
  return [
    { label: "Most used", look: "area", values: series.map(({ maxMemoryMb }) => maxMemoryMb) },
    { label: "Limit", look: "error", values: series.map(({ memoryMb }) => memoryMb) },
  ];
}

function startsOf(series: Metrics["series"]): ChartSeries[] {
  return [
    { label: "Cold starts", look: "dashed", values: series.map(({ coldStarts }) => coldStarts) },
    { label: "Throttled", look: "dotted", values: series.map(({ errorsByClass }) => errorsByClass.throttle ?? 0) },
  ];
}

function releasesOf({ byRelease }: Metrics, value: "errorRate" | "p95Ms"): ChartSeries[] {
  return byRelease.map((release, index) => ({
    label: `Release ${release.releaseNumber}`,
    look: releaseLooks[index] ?? "faint",
    values: release[value],
  }));
}

interface MetricsPanelProps {
  metrics: Metrics;
  /** Begins the names of downloaded files: `acme-score-invoice`. */
  name: string;
  /** Shows our own part of the latency beside the whole call's. */
  withOwnPart?: boolean;
}

/** Totals and time series of a set of invocations. The charts share one cursor and one zoom. */
export function MetricsPanel({ metrics, name, withOwnPart = false }: MetricsPanelProps) {
  const { range, series, totals, previous, bucketSeconds, deployments } = metrics;
  const at = useMemo(() => series.map((point) => point.at), [series]);
  const counts = useMemo(() => countsOf(series), [series]);
  const durations = useMemo(() => durationsOf(series), [series]);
  const errors = useMemo(() => errorsOf(metrics), [metrics]);
  const costs = useMemo(() => (withOwnPart ? ownOf(series) : costsOf(series)), [series, withOwnPart]);
  const memory = useMemo(() => memoryOf(series), [series]);
  const starts = useMemo(() => startsOf(series), [series]);
  const errorRates = useMemo(() => releasesOf(metrics, "errorRate"), [metrics]);
  const releaseP95s = useMemo(() => releasesOf(metrics, "p95Ms"), [metrics]);
  const ofFunction = metrics.sizing !== null;
  const common = { at, bucketSeconds, markers: deployments, syncKey: `metrics-${name}` };
  const many = `${totals.invocations.toLocaleString("en")} invocations in ${rangeNames[range]}`;
  return (
    <div className="flex flex-col gap-4">
      <MetricsTotals totals={totals} previous={previous} />
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
        <TimeSeriesChart
          {...common}
          title="Errors by class"
          unit="count"
          series={errors}
          emptyText="No errors in this range."
          summary={`${totals.errors.toLocaleString("en")} errors.`}
          fileName={`${name}-errors-${range}.csv`}
        />
        <TimeSeriesChart
          {...common}
          title={withOwnPart ? "Our part of the duration" : "Cost"}
          unit={withOwnPart ? "ms" : "usd"}
          series={costs}
          emptyText="Nothing was invoked in this range."
          summary={
            withOwnPart
              ? `Outside the functions: p50 ${formatMs(totals.ownP50Ms)}, p95 ${formatMs(totals.ownP95Ms)}.`
              : `${formatUsd(totals.costUsd)} by Lambda's price list.`
          }
          fileName={`${name}-${withOwnPart ? "own-part" : "cost"}-${range}.csv`}
        />
        {ofFunction && (
          <>
            <TimeSeriesChart
              {...common}
              title="Error rate by release"
              unit="share"
              series={errorRates}
              emptyText="No release ran in this range."
              summary={`${formatShare(totals.errorRate)} errors over all releases.`}
              fileName={`${name}-error-rate-by-release-${range}.csv`}
            />
            <TimeSeriesChart
              {...common}
              title="p95 by release"
              unit="ms"
              series={releaseP95s}
              emptyText="No release ran in this range."
              summary={`p95 ${formatMs(totals.p95Ms)} over all releases.`}
              fileName={`${name}-p95-by-release-${range}.csv`}
            />
            <TimeSeriesChart
              {...common}
              title="Memory"
              unit="mb"
              series={memory}
              emptyText="Nothing ran in this range."
              summary={totals.maxMemoryMb === null ? "Nothing ran." : `At most ${totals.maxMemoryMb} MB.`}
              fileName={`${name}-memory-${range}.csv`}
            />
            <TimeSeriesChart
              {...common}
              title="Cold starts and throttles"
              unit="count"
              series={starts}
              emptyText="Nothing ran in this range."
              summary={`${totals.coldStarts.toLocaleString("en")} cold starts.`}
              fileName={`${name}-cold-starts-${range}.csv`}
            />
          </>
        )}
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
        <Skeleton className="h-[268px] rounded-md" />
        <Skeleton className="h-[268px] rounded-md" />
      </div>
    </div>
  );
}

import type { MetricsTotals } from "@annex/contract";
import { formatCount, formatMs, formatUsd } from "@/format/units";
import type { DataColumn } from "../ui/data-column";
import { Sparkline } from "../ui/sparkline";
import { ErrorRate } from "./error-rate";

interface Measured {
  readonly totals: MetricsTotals;
  readonly sparkline: readonly number[];
}

function durationColumn<T extends Measured>(key: "p50" | "p95" | "p99"): DataColumn<T> {
  const of = ({ totals }: T) => totals[`${key}Ms`];
  return { key, label: key, value: of, cell: (row) => formatMs(of(row)), end: true };
}

const signed = new Intl.NumberFormat("en", { signDisplay: "exceptZero" });
const sum = (counts: readonly number[]) => counts.reduce((all, count) => all + count, 0);

/** How many more were invoked in the newer half of the range than in the older one. */
function trendOf(sparkline: readonly number[]): number {
  const half = Math.floor(sparkline.length / 2);
  return half === 0 ? 0 : sum(sparkline.slice(-half)) - sum(sparkline.slice(0, half));
}

/** The columns of what was measured; the CSV holds durations in milliseconds and rates from 0 to 1. */
export function metricsColumns<T extends Measured>(): DataColumn<T>[] {
  return [
    {
      key: "invocations",
      label: "Invocations",
      value: ({ totals }) => totals.invocations,
      cell: ({ totals }) => (
        <span title={totals.invocations.toLocaleString("en")}>{formatCount(totals.invocations)}</span>
      ),
      end: true,
    },
    {
      key: "errors",
      label: "Error rate",
      value: ({ totals }) => (totals.invocations === 0 ? null : totals.errorRate),
      cell: (row) => <ErrorRate totals={row.totals} />,
      end: true,
    },
    durationColumn("p50"),
    durationColumn("p95"),
    durationColumn("p99"),
    {
      key: "throttles",
      label: "Throttled",
      value: ({ totals }) => totals.errorsByClass.throttle ?? 0,
      cell: ({ totals }) => formatCount(totals.errorsByClass.throttle ?? 0),
      end: true,
    },
    {
      key: "cost",
      label: "Cost",
      value: ({ totals }) => totals.costUsd,
      cell: ({ totals }) => <span title={`USD ${totals.costUsd.toFixed(9)}`}>{formatUsd(totals.costUsd)}</span>,
      end: true,
    },
    {
      key: "trend",
      label: "Trend",
      value: ({ sparkline }) => trendOf(sparkline),
      cell: ({ sparkline, totals }) => (
        <Sparkline
          values={sparkline}
          label={`Invocations over the range, ${totals.invocations} in all, ${signed.format(trendOf(sparkline))} in its newer half`}
        />
      ),
      end: true,
    },
  ];
}

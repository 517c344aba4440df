import type { MetricsTotals, PeriodComparison } from "@annex/contract";
import { formatChange, formatCount, formatMs, formatShare, formatUsd } from "@/format/units";
import type { DataColumn } from "../../ui/data-column";

type FunctionRow = PeriodComparison["functions"][number];

interface Measure {
  readonly key: string;
  readonly label: string;
  readonly of: (totals: MetricsTotals) => number | null;
  readonly format: (value: number) => string;
}

const measures: readonly Measure[] = [
  { key: "invocations", label: "Invocations", of: ({ invocations }) => invocations, format: formatCount },
  {
    key: "errors",
    label: "Error rate",
    of: ({ invocations, errorRate }) => (invocations === 0 ? null : errorRate),
    format: formatShare,
  },
  { key: "p95", label: "p95", of: ({ p95Ms }) => p95Ms, format: formatMs },
  { key: "cost", label: "Cost", of: ({ costUsd }) => costUsd, format: formatUsd },
];

function pairOf({ key, label, of, format }: Measure): DataColumn<FunctionRow>[] {
  const shown = (value: number | null) => (value === null ? "–" : format(value));
  return [
    {
      key,
      label,
      value: ({ totals }) => of(totals),
      cell: ({ totals, otherTotals }) => (
        <span className="whitespace-nowrap">
          <span className="text-muted">
            {shown(of(otherTotals))} <span aria-hidden>→</span>
            <span className="sr-only"> in the other period, now </span>
          </span>{" "}
          {shown(of(totals))}
        </span>
      ),
      end: true,
    },
    {
      key: `${key}-other`,
      label: `${label}, other period`,
      value: ({ otherTotals }) => of(otherTotals),
      csvOnly: true,
      end: true,
    },
  ];
}

const change = ({ totals, otherTotals }: FunctionRow) => totals.invocations - otherTotals.invocations;

/** Each measure of a function in both periods. */
export function functionColumns(): DataColumn<FunctionRow>[] {
  return [
    {
      key: "function",
      label: "Function",
      value: ({ name }) => name ?? "deleted function",
      cell: ({ name }) => name ?? <span className="text-muted">deleted function</span>,
      always: true,
    },
    {
      key: "change",
      label: "Trend",
      value: change,
      cell: ({ totals, otherTotals }) => formatChange(totals.invocations, otherTotals.invocations) ?? "new",
      end: true,
    },
    ...measures.flatMap(pairOf),
  ];
}

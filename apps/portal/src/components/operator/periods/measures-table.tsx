import type { MetricsTotals, PeriodComparison } from "@annex/contract";
import { formatChange, formatCount, formatMs, formatShare, formatUsd } from "@/format/units";
import { Table, TD, TH, THead, TR } from "../../ui/table";

type Period = PeriodComparison["period"];

interface Measure {
  readonly label: string;
  readonly of: (totals: MetricsTotals, days: number) => number | null;
  readonly format: (value: number) => string;
}

const ran = (totals: MetricsTotals, value: number | null) => (totals.invocations === 0 ? null : value);
const measures: readonly Measure[] = [
  { label: "Invocations", of: ({ invocations }) => invocations, format: formatCount },
  {
    label: "Invocations a day",
    of: ({ invocations }, days) => invocations / days,
    format: (value) => formatCount(Math.round(value * 10) / 10),
  },
  { label: "Error rate", of: (totals) => ran(totals, totals.errorRate), format: formatShare },
  { label: "Throttled", of: ({ errorsByClass }) => errorsByClass.throttle ?? 0, format: formatCount },
  { label: "p50", of: ({ p50Ms }) => p50Ms, format: formatMs },
  { label: "p95", of: ({ p95Ms }) => p95Ms, format: formatMs },
  { label: "p99", of: ({ p99Ms }) => p99Ms, format: formatMs },
  { label: "Cold starts", of: (totals) => ran(totals, totals.coldStarts / totals.invocations), format: formatShare },
  { label: "Cost", of: ({ costUsd }) => costUsd, format: formatUsd },
  { label: "Cost a day", of: ({ costUsd }, days) => costUsd / days, format: formatUsd },
];

const shown = (value: number | null, format: Measure["format"]) => (value === null ? "–" : format(value));
const inYear = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });
const ofYear = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeZone: "UTC" });

/** `20 Nov – 26 Nov`; with the years where either lies in another one. */
function daysOf(period: Period, other: Period): string {
  const years = new Set([period.from, period.to, other.from, other.to].map((day) => day.slice(0, 4)));
  const name = (day: string) => (years.size > 1 ? ofYear : inYear).format(new Date(day));
  return period.from === period.to ? name(period.from) : `${name(period.from)} – ${name(period.to)}`;
}

/** Each measure of both periods, and by how much it changed. */
export function MeasuresTable({ period, other }: { period: Period; other: Period }) {
  return (
    <Table label="Table of both periods">
      <THead>
        <tr>
          <TH>Measure</TH>
          <TH end title={`${period.from} to ${period.to}`}>
            {daysOf(period, other)}
          </TH>
          <TH end title={`${other.from} to ${other.to}`}>
            {daysOf(other, period)}
          </TH>
          <TH end>Change</TH>
        </tr>
      </THead>
      <tbody>
        {measures.map(({ label, of, format }) => {
          const now = of(period.totals, period.days);
          const before = of(other.totals, other.days);
          return (
            <TR key={label}>
              <TD>{label}</TD>
              <TD end className="font-medium">
                {shown(now, format)}
              </TD>
              <TD end className="text-muted">
                {shown(before, format)}
              </TD>
              <TD end>{(now !== null && before !== null && formatChange(now, before)) || "–"}</TD>
            </TR>
          );
        })}
      </tbody>
    </Table>
  );
}

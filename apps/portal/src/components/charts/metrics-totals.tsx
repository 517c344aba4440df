import type { MetricsTotals as Totals } from "@annex/contract";
import { formatCount, formatMs, formatShare } from "@/format/units";
import { Figure, Figures } from "../ui/figures";

/** The sums of a range in a row of figures. */
export function MetricsTotals({ totals }: { totals: Totals }) {
  const { invocations, errors, errorRate, p50Ms, p95Ms, p99Ms } = totals;
  const many = (count: number, noun: string) => `${count.toLocaleString("en")} ${noun}`;
  return (
    <Figures label="Totals of the range">
      <Figure name="Invocations" value={formatCount(invocations)} exact={many(invocations, "invocations")} />
      <Figure
        name="Error rate"
        value={invocations === 0 ? "–" : formatShare(errorRate)}
        exact={many(errors, "errors")}
        note={errors > 0 ? `${formatCount(errors)} ${errors === 1 ? "error" : "errors"}` : undefined}
        tone={errors > 0 ? "red" : undefined}
      />
      <Figure name="Duration p50" value={formatMs(p50Ms)} exact="Half of the invocations were at most this long" />
      <Figure name="Duration p95" value={formatMs(p95Ms)} exact="95 % of the invocations were at most this long" />
      <Figure name="Duration p99" value={formatMs(p99Ms)} exact="99 % of the invocations were at most this long" />
    </Figures>
  );
}

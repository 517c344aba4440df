import type { MetricsTotals as Totals } from "@annex/contract";
import { formatChange, formatCount, formatMs, formatShare, formatUsd } from "@/format/units";
import { Figure, Figures } from "../ui/figures";

interface MetricsTotalsProps {
  totals: Totals;
  /** Of as long a time before, to compare with. */
  previous: Totals;
}

function against(now: number | null, before: number | null): string | undefined {
  return now === null || before === null ? undefined : (formatChange(now, before) ?? undefined);
}

/** The sums of a range in a row of figures, each with its change against the range before. */
export function MetricsTotals({ totals, previous }: MetricsTotalsProps) {
  const { invocations, errors, errorRate, p50Ms, p95Ms, p99Ms, coldStarts, costUsd } = totals;
  const many = (count: number, noun: string) => `${count.toLocaleString("en")} ${noun}`;
  const before = (text: string) => `${text}; the range before: `;
  const errorNote = previous.invocations > 0 && errors > 0 ? `was ${formatShare(previous.errorRate)}` : undefined;
  return (
    <Figures label="Totals of the range">
      <Figure
        name="Invocations"
        value={formatCount(invocations)}
        exact={before(many(invocations, "invocations")) + previous.invocations.toLocaleString("en")}
        note={against(invocations, previous.invocations)}
      />
      <Figure
        name="Error rate"
        value={invocations === 0 ? "–" : formatShare(errorRate)}
        exact={before(many(errors, "errors")) + formatShare(previous.errorRate)}
        note={errorNote ?? (errors > 0 ? `${formatCount(errors)} ${errors === 1 ? "error" : "errors"}` : undefined)}
        tone={errors > 0 ? "red" : undefined}
      />
      <Figure
        name="Duration p50"
        value={formatMs(p50Ms)}
        exact={before("Half of the invocations were at most this long") + formatMs(previous.p50Ms)}
        note={against(p50Ms, previous.p50Ms)}
      />
      <Figure
        name="Duration p95"
        value={formatMs(p95Ms)}
        exact={before("95 % of the invocations were at most this long") + formatMs(previous.p95Ms)}
        note={against(p95Ms, previous.p95Ms)}
      />
      <Figure
        name="Duration p99"
        value={formatMs(p99Ms)}
        exact={before("99 % of the invocations were at most this long") + formatMs(previous.p99Ms)}
        note={against(p99Ms, previous.p99Ms)}
      />
      <Figure
        name="Cold starts"
        value={formatCount(coldStarts)}
        exact={many(coldStarts, "invocations had to start an execution environment")}
        note={coldStarts > 0 ? formatShare(coldStarts / invocations) : undefined}
      />
      <Figure
        name="Cost"
        value={formatUsd(costUsd)}
        exact={`${before(`USD ${costUsd.toFixed(9)} by Lambda's price list`)}USD ${previous.costUsd.toFixed(9)}`}
        note={against(costUsd, previous.costUsd)}
      />
    </Figures>
  );
}

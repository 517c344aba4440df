import type { Metrics, MetricsTotals } from "@annex/contract";
import { formatMs, formatUsd } from "@/format/units";
import { Notice } from "../ui/notice";

/** Room above the most that was ever used, and the least that Lambda gives. Megabytes. */
const headroom = 1.3;
const least = 128;
const step = 64;
/** Fewer invocations tell too little about the greatest one. */
const enough = 100;
/** A timeout is long where it is this many times the 99th percentile, and tight where it is less than this. */
const longFactor = 10;
const tightFactor = 1.5;
const shortestTimeoutMs = 3000;

/** The memory that would do; null where the function has what it needs. */
export function rightMemory({ invocations, memoryMb, maxMemoryMb, errorsByClass }: MetricsTotals): number | null {
  if (memoryMb === null || maxMemoryMb === null) return null;
  const known = invocations >= enough;
  const ranOut = (errorsByClass.out_of_memory ?? 0) > 0; // once is enough to know
  const wanted = Math.max(least, Math.ceil((maxMemoryMb * headroom) / step) * step);
  if (maxMemoryMb > memoryMb * 0.9) return known || ranOut ? Math.max(wanted, memoryMb + step) : null;
  return known && wanted < memoryMb ? wanted : null;
}

/**
 * The timeout that would do; null where it is neither long nor tight, and where calls ended by it are among the longest,
 * so that nobody knows how long they would have taken. Milliseconds.
 */
export function rightTimeout(
  { invocations, p99Ms, errorsByClass }: MetricsTotals,
  timeoutMs: number | null,
): number | null {
  if (invocations < enough || p99Ms === null || timeoutMs === null) return null;
  if ((errorsByClass.timeout ?? 0) > 0 && p99Ms >= timeoutMs) return null;
  const wanted = Math.max(shortestTimeoutMs, Math.ceil((p99Ms * 3) / 1000) * 1000);
  if (timeoutMs < p99Ms * tightFactor) return wanted > timeoutMs ? wanted : null;
  return timeoutMs > p99Ms * longFactor && wanted < timeoutMs ? wanted : null;
}

/** What the range would have cost with another memory: requests cost the same, time costs in proportion. US dollars. */
export function expectedCost(
  { invocations, costUsd, memoryMb }: MetricsTotals,
  wantedMb: number,
  requestUsd: number,
): number {
  const requests = Math.min(costUsd, invocations * requestUsd);
  return requests + ((costUsd - requests) * wantedMb) / (memoryMb ?? wantedMb);
}

/** Says when a function's memory or timeout does not fit what it does, and what another would cost. */
export function RightSize({ totals, sizing }: Pick<Metrics, "totals" | "sizing">) {
  if (!sizing) return null;
  return (
    <>
      <MemoryHint totals={totals} requestUsd={sizing.requestUsd} />
      <TimeoutHint totals={totals} sizing={sizing} />
    </>
  );
}

function MemoryHint({ totals, requestUsd }: { totals: MetricsTotals; requestUsd: number }) {
  const { memoryMb, maxMemoryMb, costUsd } = totals;
  const wanted = rightMemory(totals);
  if (wanted === null || memoryMb === null || maxMemoryMb === null) return null;
  const cost = `${formatUsd(expectedCost(totals, wanted, requestUsd))} instead of ${formatUsd(costUsd)} for this range, were each invocation to take as long`;
  if (wanted > memoryMb) {
    return (
      <Notice tone="warning" title={`Memory is nearly used up: ${maxMemoryMb} of ${memoryMb} MB`}>
        Set {wanted} MB in Settings: {cost}. A function that needs more than it has is ended in the middle of its work.
      </Notice>
    );
  }
  return (
    <Notice tone="info" title={`${wanted} MB would do: at most ${maxMemoryMb} of ${memoryMb} MB were used`}>
      Expect {cost}. Lambda gives CPU in proportion to memory, so that code which computes a lot takes longer with less:
      try it in a test first.
    </Notice>
  );
}

function TimeoutHint({ totals, sizing }: { totals: MetricsTotals; sizing: NonNullable<Metrics["sizing"]> }) {
  const { timeoutMs, requestUsd, gbSecondUsd } = sizing;
  const { memoryMb, p99Ms } = totals;
  const wanted = rightTimeout(totals, timeoutMs);
  if (wanted === null || timeoutMs === null || p99Ms === null) return null;
  const stuck = (ms: number) => formatUsd(requestUsd + (ms / 1000) * ((memoryMb ?? least) / 1024) * gbSecondUsd);
  if (wanted > timeoutMs) {
    return (
      <Notice
        tone="warning"
        title={`The timeout is tight: ${formatMs(timeoutMs)}, and one call in a hundred takes ${formatMs(p99Ms)}`}
      >
        Set {formatMs(wanted)} in Settings. It costs nothing unless a call takes that long: then up to {stuck(wanted)}.
      </Notice>
    );
  }
  return (
    <Notice
      tone="info"
      title={`A timeout of ${formatMs(wanted)} would do: 99 of 100 calls take at most ${formatMs(p99Ms)}`}
    >
      A call that hangs costs up to {stuck(timeoutMs)} and its caller {formatMs(timeoutMs)}; with {formatMs(wanted)} it
      would be {stuck(wanted)}.
    </Notice>
  );
}

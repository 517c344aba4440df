import type { MetricsTotals } from "@annex/contract";
import { formatShare } from "@/format/units";
import { Notice } from "../ui/notice";

/** Room above the most that was ever used, and the least that Lambda gives. Megabytes. */
const headroom = 1.3;
const least = 128;
const step = 64;
/** Fewer invocations tell too little about the greatest one. */
const enough = 100;

/** The memory that would do; null where the function has what it needs. */
export function rightMemory({ invocations, memoryMb, maxMemoryMb }: MetricsTotals): number | null {
  if (invocations < enough || memoryMb === null || maxMemoryMb === null) return null;
  const wanted = Math.max(least, Math.ceil((maxMemoryMb * headroom) / step) * step);
  if (maxMemoryMb > memoryMb * 0.9) return Math.max(wanted, memoryMb + step);
  return wanted < memoryMb ? wanted : null;
}

/** Says when a function has much more memory than it uses, or hardly enough. Lambda gives CPU with memory. */
export function RightSize({ totals }: { totals: MetricsTotals }) {
  const { memoryMb, maxMemoryMb } = totals;
  const wanted = rightMemory(totals);
  if (wanted === null || memoryMb === null || maxMemoryMb === null) return null;
  if (wanted > memoryMb) {
    return (
      <Notice tone="warning" title={`Memory is nearly used up: ${maxMemoryMb} of ${memoryMb} MB`}>
        Set {wanted} MB in Settings. A function that needs more than it has is ended in the middle of its work.
      </Notice>
    );
  }
  return (
    <Notice tone="info" title={`${wanted} MB would do: at most ${maxMemoryMb} of ${memoryMb} MB were used`}>
      The time would cost {formatShare(1 - wanted / memoryMb)} less for each millisecond. Lambda gives CPU in proportion
      to memory, so that code which computes a lot takes longer with less: try it in a test first.
    </Notice>
  );
}

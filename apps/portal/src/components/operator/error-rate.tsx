import type { MetricsTotals } from "@annex/contract";
import { formatShare } from "@/format/units";
import { cn } from "../ui/cn";

/** From here on somebody should look: 5 %. */
const alarming = 0.05;

/** A share of errors with their number on hover; a dash where nothing was invoked. */
export function ErrorRate({ totals: { invocations, errors, errorRate } }: { totals: MetricsTotals }) {
  if (invocations === 0) return "–";
  return (
    <span
      className={cn(errorRate >= alarming && "font-semibold text-red")}
      title={`${errors.toLocaleString("en")} ${errors === 1 ? "error" : "errors"}`}
    >
      {formatShare(errorRate)}
    </span>
  );
}

import type { Cell } from "@annex/contract";
import { formatBytes, formatCount, formatShare } from "@/format/units";
import { Meter } from "../../ui/meter";

interface UseProps {
  name: string;
  used: number;
  limit: number;
  format: (value: number) => string;
}

/** How much of a limit is used, as a bar and in words. */
function Use({ name, used, limit, format }: UseProps) {
  const share = limit === 0 ? 0 : used / limit;
  return (
    <span className="flex flex-wrap items-center gap-x-2" title={`${name}: ${format(used)} of ${format(limit)}`}>
      <Meter label={name} value={used} max={limit} className="w-16" />
      <span className="tabular-nums">{format(used)}</span>
      <span className="text-xs text-muted tabular-nums">
        of {format(limit)} ({formatShare(share)})
      </span>
    </span>
  );
}

/** A cell's invocations at once against what its account allows. */
export function CellConcurrency({ cell }: { cell: Cell }) {
  if (!cell.capacity) return <span className="text-muted">{cell.underWay} now</span>;
  const { concurrencyLimit } = cell.capacity;
  return <Use name="Invocations at once" used={cell.underWay} limit={concurrencyLimit} format={formatCount} />;
}

/** A cell's code against what its account may store. */
export function CellCode({ cell }: { cell: Cell }) {
  if (!cell.capacity) return <span className="text-muted">not known yet</span>;
  const { codeBytes, codeBytesLimit } = cell.capacity;
  return <Use name="Code stored" used={codeBytes} limit={codeBytesLimit} format={formatBytes} />;
}

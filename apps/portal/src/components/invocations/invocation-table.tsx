"use client";
import type { Invocation } from "@annex/contract";
import { formatClock } from "@/format/time";
import { formatMs } from "@/format/units";
import { ClockTime } from "../ui/clock-time";
import { cn } from "../ui/cn";
import { CopyButton } from "../ui/copy-button";
import { Table, TD, TH, THead, TR } from "../ui/table";
import { OutcomeBadge } from "./outcome-badge";

interface InvocationTableProps {
  invocations: readonly Invocation[];
  /** The one whose details are open. */
  openId: string;
  onOpen: (id: string) => void;
}

export function InvocationTable({ invocations, openId, onOpen }: InvocationTableProps) {
  return (
    <Table label="Invocations">
      <THead>
        <tr>
          <TH>Time</TH>
          <TH>Function</TH>
          <TH>Outcome</TH>
          <TH end>Duration</TH>
          <TH>Extension point</TH>
          <TH>Release</TH>
          <TH>Correlation ID</TH>
        </tr>
      </THead>
      <tbody>
        {invocations.map((invocation) => (
          <InvocationRow
            key={invocation.id}
            invocation={invocation}
            open={invocation.id === openId}
            onOpen={() => onOpen(invocation.id)}
          />
        ))}
      </tbody>
    </Table>
  );
}

function InvocationRow({ invocation, open, onOpen }: { invocation: Invocation; open: boolean; onOpen: () => void }) {
  const { functionName, startedAt, outcome, totalMs, extensionPointKey, releaseNumber, correlationId } = invocation;
  return (
    <TR className={cn("relative hover:bg-hover", open && "bg-accent-soft")}>
      <TD>
        <button
          type="button"
          aria-label={`Invocation of ${functionName} at ${formatClock(startedAt)}`}
          aria-expanded={open}
          onClick={onOpen}
          // the whole row opens; the button is what the keyboard reaches
          className="rounded-sm after:absolute after:inset-0"
        >
          <ClockTime at={startedAt} />
        </button>
      </TD>
      <TD className="font-medium">{functionName}</TD>
      <TD>
        <OutcomeBadge outcome={outcome} />
      </TD>
      <TD end>{formatMs(totalMs)}</TD>
      <TD className="text-muted">{extensionPointKey ?? "Called by name"}</TD>
      <TD className="text-muted">{releaseNumber === null ? "–" : `Release ${releaseNumber}`}</TD>
      <TD>
        <span className="relative z-10 inline-flex items-center gap-1 font-mono text-xs text-muted">
          <span className="inline-block max-w-24 truncate" title={correlationId}>
            {correlationId}
          </span>
          <CopyButton text={correlationId} label="Copy correlation ID" />
        </span>
      </TD>
    </TR>
  );
}

"use client";
import type { AcceptedInvocation } from "@annex/contract";
import { Actor } from "../../actor";
import { OutcomeBadge } from "../../invocations/outcome-badge";
import { Button } from "../../ui/button";
import { CopyButton } from "../../ui/copy-button";
import { Table, TD, TH, THead, TR } from "../../ui/table";
import { Time } from "../../ui/time";
import { StateBadge } from "../state-badge";

interface QueueTableProps {
  invocations: readonly AcceptedInvocation[];
  /** The one that is being cancelled. */
  busyId: string | null;
  onCancel: (invocation: AcceptedInvocation) => void;
}

export function QueueTable({ invocations, busyId, onCancel }: QueueTableProps) {
  return (
    <Table label="Accepted invocations">
      <THead>
        <tr>
          <TH>Accepted</TH>
          <TH>Function</TH>
          <TH>State</TH>
          <TH>Outcome</TH>
          <TH end>Runs</TH>
          <TH>Next run</TH>
          <TH>From</TH>
          <TH>ID</TH>
          <TH>
            <span className="sr-only">Actions</span>
          </TH>
        </tr>
      </THead>
      <tbody>
        {invocations.map((invocation) => {
          const { id, functionName, state, outcome, attempts, dueAt, acceptedAt, extensionPointKey, caller } =
            invocation;
          return (
            <TR key={id} className="hover:bg-hover">
              <TD className="text-muted">
                <Time at={acceptedAt} />
              </TD>
              <TD className="font-medium">{functionName}</TD>
              <TD>
                <StateBadge state={state} />
              </TD>
              <TD>{outcome === null ? <span className="text-faint">–</span> : <OutcomeBadge outcome={outcome} />}</TD>
              <TD end>{attempts}</TD>
              <TD className="text-muted">{dueAt === null ? "–" : <Time at={dueAt} />}</TD>
              <TD className="text-muted">{extensionPointKey ?? <Actor actor={caller} />}</TD>
              <TD>
                <span className="inline-flex items-center gap-1 font-mono text-xs text-muted">
                  <span className="inline-block max-w-24 truncate" title={id}>
                    {id}
                  </span>
                  <CopyButton text={id} label="Copy invocation ID" />
                </span>
              </TD>
              <TD end>
                {(state === "queued" || state === "held") && (
                  <Button
                    changes
                    size="sm"
                    variant="danger"
                    busy={busyId === id}
                    aria-label={`Cancel the invocation of ${functionName}`}
                    onClick={() => onCancel(invocation)}
                  >
                    Cancel
                  </Button>
                )}
              </TD>
            </TR>
          );
        })}
      </tbody>
    </Table>
  );
}

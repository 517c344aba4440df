"use client";
import type { InvocationDetail, RelatedInvocation } from "@annex/contract";
import Link from "next/link";
import { useTenant } from "@/client/api-provider";
import { formatMs } from "@/format/units";
import { ClockTime } from "../../ui/clock-time";
import { Table, TD, TH, THead, TR } from "../../ui/table";
import { OutcomeBadge } from "../outcome-badge";

const words: Readonly<Record<RelatedInvocation["relation"], string>> = {
  parent: "Called this one",
  child: "Called by this one",
  attempt: "Another attempt",
  beside: "In the same call",
};

function wordsOf({ relation, attempt }: RelatedInvocation): string {
  return relation === "attempt" && attempt !== null ? `Attempt ${attempt}` : words[relation];
}

/** What called this invocation, what it called, its other attempts, and what ran beside it. */
export function RunRelated({ run }: { run: InvocationDetail }) {
  const tenant = useTenant();
  if (run.related.length === 0) return <p className="text-sm text-muted">Nothing else ran with this correlation ID.</p>;
  return (
    <Table label="Related invocations">
      <THead>
        <tr>
          <TH>How</TH>
          <TH>Function</TH>
          <TH>Outcome</TH>
          <TH>Started</TH>
          <TH end>Duration</TH>
        </tr>
      </THead>
      <tbody>
        {run.related.map((each) => (
          <TR key={each.id}>
            <TD className="text-muted">{wordsOf(each)}</TD>
            <TD>
              <Link href={`/t/${tenant}/invocations/${each.id}`} className="font-medium text-accent-text underline">
                {each.functionName}
              </Link>
            </TD>
            <TD>
              <OutcomeBadge outcome={each.outcome} />
            </TD>
            <TD>
              <ClockTime at={each.startedAt} />
            </TD>
            <TD end>{formatMs(each.totalMs)}</TD>
          </TR>
        ))}
      </tbody>
    </Table>
  );
}

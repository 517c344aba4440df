import type { ComparedFunction } from "@annex/contract";
import Link from "next/link";
import { formatExact, formatHour } from "@/format/time";
import { Table, TD, TH, THead, TR } from "../../../ui/table";
import { Pair } from "./pair";

function Named({ row: { functionName, lambdaName, tenant } }: { row: ComparedFunction }) {
  if (functionName === null || tenant === null) return <span className="font-mono text-xs">{lambdaName}</span>;
  return (
    <>
      <span className="font-medium">{functionName}</span>{" "}
      <Link href={`/operator/tenants/${tenant.id}`} className="text-muted hover:underline">
        {tenant.name}
      </Link>
    </>
  );
}

/** Hours of functions in which CloudWatch and the ledger differ, the largest differences first. */
export function FunctionsTable({ rows }: { rows: readonly ComparedFunction[] }) {
  return (
    <Table label="Table of differences by function">
      <THead>
        <tr>
          <TH>Function</TH>
          <TH>Hour</TH>
          <TH end>Invocations</TH>
          <TH end>Errors</TH>
          <TH end>Throttles</TH>
        </tr>
      </THead>
      <tbody>
        {rows.map((row) => (
          <TR key={`${row.lambdaName} ${row.hour}`}>
            <TD>
              <Named row={row} />
            </TD>
            <TD>
              <time dateTime={row.hour} title={formatExact(row.hour)}>
                {formatHour(row.hour)}
              </time>
            </TD>
            <TD end>
              <Pair theirs={row.theirs.invocations} ours={row.ours.invocations} />
            </TD>
            <TD end>
              <Pair theirs={row.theirs.errors} ours={row.ours.errors} />
            </TD>
            <TD end>
              <Pair theirs={row.theirs.throttles} ours={row.ours.throttles} />
            </TD>
          </TR>
        ))}
      </tbody>
    </Table>
  );
}

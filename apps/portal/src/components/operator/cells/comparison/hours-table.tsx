import type { ComparedHour } from "@annex/contract";
import { formatExact, formatHour } from "@/format/time";
import { formatCount } from "@/format/units";
import { Table, TD, TH, THead, TR } from "../../../ui/table";
import { Pair } from "./pair";

const orDash = (count: number | null) => (count === null ? "–" : formatCount(count));

/** The cell's hours, newest first: its functions in CloudWatch and in the ledger. */
export function HoursTable({ hours }: { hours: readonly ComparedHour[] }) {
  return (
    <Table label="Table of hours">
      <THead>
        <tr>
          <TH>Hour</TH>
          <TH end>Invocations</TH>
          <TH end>Errors</TH>
          <TH end>Throttles</TH>
          <TH end>Elsewhere</TH>
          <TH end>Most at once</TH>
          <TH end>The same, ledger</TH>
        </tr>
      </THead>
      <tbody>
        {hours.map(({ hour, theirs, ours, elsewhere, maxConcurrent }) => (
          <TR key={hour}>
            <TD>
              <time dateTime={hour} title={formatExact(hour)}>
                {formatHour(hour)}
              </time>
            </TD>
            <TD end>
              <Pair theirs={theirs.invocations - elsewhere.invocations} ours={ours.invocations} />
            </TD>
            <TD end>
              <Pair theirs={theirs.errors - elsewhere.errors} ours={ours.errors} />
            </TD>
            <TD end>
              <Pair theirs={theirs.throttles - elsewhere.throttles} ours={ours.throttles} />
            </TD>
            <TD end className="text-muted">
              {formatCount(elsewhere.invocations)}
            </TD>
            <TD end>{orDash(maxConcurrent.theirs)}</TD>
            <TD end className="text-muted">
              {orDash(maxConcurrent.ours)}
            </TD>
          </TR>
        ))}
      </tbody>
    </Table>
  );
}

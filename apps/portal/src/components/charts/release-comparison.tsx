import type { Metrics } from "@annex/contract";
import { formatCount, formatMs, formatUsd } from "@/format/units";
import { ErrorRate } from "../operator/error-rate";
import { Table, TD, TH, THead, TR } from "../ui/table";

/** The releases that ran in the range, side by side: which one made it worse. */
export function ReleaseComparison({ releases }: { releases: Metrics["releases"] }) {
  if (releases.length === 0) return null;
  return (
    <section className="flex min-w-0 flex-col gap-2">
      <h2 className="text-base font-semibold">By release</h2>
      <Table label="By release">
        <THead>
          <tr>
            <TH>Release</TH>
            <TH end>Invocations</TH>
            <TH end>Error rate</TH>
            <TH end>p50</TH>
            <TH end>p95</TH>
            <TH end>p99</TH>
            <TH end>Cold starts</TH>
            <TH end>Most memory</TH>
            <TH end>Cost of 1,000</TH>
          </tr>
        </THead>
        <tbody>
          {releases.map(({ releaseNumber, totals }) => (
            <TR key={releaseNumber ?? "none"}>
              <TD className="font-medium">{releaseNumber === null ? "None reached" : `Release ${releaseNumber}`}</TD>
              <TD end title={totals.invocations.toLocaleString("en")}>
                {formatCount(totals.invocations)}
              </TD>
              <TD end>
                <ErrorRate totals={totals} />
              </TD>
              <TD end>{formatMs(totals.p50Ms)}</TD>
              <TD end>{formatMs(totals.p95Ms)}</TD>
              <TD end>{formatMs(totals.p99Ms)}</TD>
              <TD end>{formatCount(totals.coldStarts)}</TD>
              <TD end>{totals.maxMemoryMb === null ? "–" : `${totals.maxMemoryMb} of ${totals.memoryMb} MB`}</TD>
              <TD end>{formatUsd((totals.costUsd / totals.invocations) * 1000)}</TD>
            </TR>
          ))}
        </tbody>
      </Table>
    </section>
  );
}

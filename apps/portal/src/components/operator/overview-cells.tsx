import type { CellStatus } from "@annex/contract";
import Link from "next/link";
import { Table, TD, TH, THead, TR } from "../ui/table";
import { CellState } from "./cell-state";

/** The cells in short; the page of cells has the rest. */
export function OverviewCells({ cells }: { cells: readonly CellStatus[] }) {
  return (
    <section className="flex min-w-0 flex-col gap-2">
      <h2 className="text-base font-semibold">Cells</h2>
      <Table label="Cells">
        <THead>
          <tr>
            <TH>Cell</TH>
            <TH>State</TH>
            <TH>Region</TH>
            <TH end>Tenants</TH>
            <TH end>Functions</TH>
            <TH>Isolation in force</TH>
          </tr>
        </THead>
        <tbody>
          {cells.map(({ id, name, region, tenants, functions, health }) => (
            <TR key={id}>
              <TD>
                <Link href="/operator/cells" className="font-medium hover:underline">
                  {name}
                </Link>
              </TD>
              <TD>
                <CellState health={health} />
              </TD>
              <TD>{region}</TD>
              <TD end>{tenants}</TD>
              <TD end>{functions}</TD>
              <TD className="max-w-80 truncate text-muted" title={health.isolation.join("\n")}>
                {health.isolation.length > 0 ? health.isolation.join(", ") : "unknown"}
              </TD>
            </TR>
          ))}
        </tbody>
      </Table>
    </section>
  );
}

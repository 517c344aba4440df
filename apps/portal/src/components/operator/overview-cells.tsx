import type { CellStatus } from "@annex/contract";
import Link from "next/link";
import { Table, TD, TH, THead, TR } from "../ui/table";
import { CellCode, CellConcurrency } from "./cells/cell-capacity";
import { CellState } from "./cells/cell-state";

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
            <TH>Concurrency</TH>
            <TH>Code stored</TH>
          </tr>
        </THead>
        <tbody>
          {cells.map((cell) => (
            <TR key={cell.id}>
              <TD>
                <Link href="/operator/cells" className="font-medium hover:underline">
                  {cell.name}
                </Link>
              </TD>
              <TD>
                <CellState health={cell.health} />
              </TD>
              <TD>{cell.region}</TD>
              <TD end>{cell.tenants}</TD>
              <TD end>{cell.functions}</TD>
              <TD>
                <CellConcurrency cell={cell} />
              </TD>
              <TD>
                <CellCode cell={cell} />
              </TD>
            </TR>
          ))}
        </tbody>
      </Table>
    </section>
  );
}

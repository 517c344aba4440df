import type { SelfTestLine } from "@annex/contract";
import { formatMs } from "@/format/units";
import { Table, TD, TH, THead, TR } from "../../ui/table";
import { OutcomeOfLine } from "./self-test-state";

/** What was attempted, what was hoped for, what came of it. */
export function SelfTestLines({ lines }: { lines: readonly SelfTestLine[] }) {
  return (
    <Table label="Lines of the self-test">
      <THead>
        <tr>
          <TH>Outcome</TH>
          <TH>Area</TH>
          <TH>Attempted</TH>
          <TH>Expected</TH>
          <TH>What happened</TH>
          <TH end>Took</TH>
        </tr>
      </THead>
      <tbody>
        {lines.map(({ key, area, attempt, expected, outcome, happened, durationMs }) => (
          <TR key={key} className="align-top">
            <TD className="py-2">
              <OutcomeOfLine outcome={outcome} />
            </TD>
            <TD className="py-2 text-muted">{area}</TD>
            <TD className="min-w-64 py-2 whitespace-normal">{attempt}</TD>
            <TD className="min-w-32 py-2 whitespace-normal text-muted">{expected}</TD>
            <TD className="min-w-64 py-2 font-mono text-xs break-words whitespace-normal">{happened ?? ""}</TD>
            <TD end className="py-2">
              {durationMs === null ? "" : formatMs(durationMs)}
            </TD>
          </TR>
        ))}
      </tbody>
    </Table>
  );
}

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
          <TH>Attempted</TH>
          <TH>What happened</TH>
          <TH end>Took</TH>
        </tr>
      </THead>
      <tbody>
        {lines.map(({ key, area, attempt, expected, outcome, happened, durationMs }) => (
          <TR key={key} className="align-top">
            <TD>
              <div className="py-2">
                <OutcomeOfLine outcome={outcome} />
              </div>
            </TD>
            <TD>
              <div className="w-[44vw] py-2 whitespace-normal md:w-auto">
                {attempt}
                <p className="text-xs text-muted">
                  {area}; expected: {expected}
                </p>
              </div>
            </TD>
            <TD>
              <div className="min-w-56 py-2 font-mono text-xs leading-5 break-words whitespace-normal">{happened}</div>
            </TD>
            <TD end>
              <div className="py-2">{durationMs === null ? "" : formatMs(durationMs)}</div>
            </TD>
          </TR>
        ))}
      </tbody>
    </Table>
  );
}

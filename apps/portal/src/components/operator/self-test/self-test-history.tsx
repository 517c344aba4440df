import type { SelfTestSummary } from "@annex/contract";
import { Actor } from "../../actor";
import { cn } from "../../ui/cn";
import { Table, TD, TH, THead, TR } from "../../ui/table";
import { Time } from "../../ui/time";
import { SelfTestState } from "./self-test-state";

interface SelfTestHistoryProps {
  runs: readonly SelfTestSummary[];
  shown: string | undefined;
  onShow: (id: string) => void;
}

/** Every run: who, when, and the verdict. */
export function SelfTestHistory({ runs, shown, onShow }: SelfTestHistoryProps) {
  return (
    <Table label="Runs of the self-test">
      <THead>
        <tr>
          <TH>Verdict</TH>
          <TH>Started</TH>
          <TH>By</TH>
          <TH>Cell</TH>
          <TH end>Denied</TH>
          <TH end>Open</TH>
          <TH end>Not known</TH>
          <TH>
            <span className="sr-only">Show</span>
          </TH>
        </tr>
      </THead>
      <tbody>
        {runs.map((run) => (
          <TR key={run.id} className={cn(run.id === shown && "bg-hover")}>
            <TD>
              <SelfTestState state={run.state} />
            </TD>
            <TD>
              <Time at={run.createdAt} />
            </TD>
            <TD>
              <Actor actor={run.startedBy} />
            </TD>
            <TD>{run.cell}</TD>
            <TD end>{run.denied}</TD>
            <TD end className={cn(run.open > 0 && "font-medium text-red")}>
              {run.open}
            </TD>
            <TD end>{run.unknown}</TD>
            <TD>
              <button
                type="button"
                aria-current={run.id === shown || undefined}
                className="text-accent-text hover:underline"
                onClick={() => onShow(run.id)}
              >
                {run.id === shown ? "Shown" : "Show lines"}
              </button>
            </TD>
          </TR>
        ))}
      </tbody>
    </Table>
  );
}

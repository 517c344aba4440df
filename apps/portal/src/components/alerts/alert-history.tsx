import type { AlertEvent } from "@annex/contract";
import { Badge, type Tone } from "../ui/badge";
import { Table, TD, TH, THead, TR } from "../ui/table";
import { Time } from "../ui/time";

const looks: Record<AlertEvent["kind"], { tone: Tone; text: string }> = {
  firing: { tone: "red", text: "Fired" },
  resolved: { tone: "green", text: "Resolved" },
  test: { tone: "neutral", text: "Test" },
};

/** What rules told, newest first. */
export function AlertHistory({ events }: { events: readonly AlertEvent[] }) {
  return (
    <Table label="What alert rules told">
      <THead>
        <tr>
          <TH>What</TH>
          <TH>When</TH>
          <TH>Rule</TH>
          <TH>Text</TH>
          <TH>Told</TH>
        </tr>
      </THead>
      <tbody>
        {events.map(({ id, kind, at, rule, text, told, muted }) => (
          <TR key={id}>
            <TD>
              <Badge tone={looks[kind].tone} dot>
                {looks[kind].text}
              </Badge>
            </TD>
            <TD className="text-muted">
              <Time at={at} />
            </TD>
            <TD>{rule}</TD>
            <TD>
              <div className="min-w-64 whitespace-normal">{text}</div>
            </TD>
            <TD className="text-muted">{muted ? "nobody: muted" : told.join(", ") || "nobody"}</TD>
          </TR>
        ))}
      </tbody>
    </Table>
  );
}

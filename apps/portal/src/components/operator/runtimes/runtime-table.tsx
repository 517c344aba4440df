import type { RuntimeUse } from "@annex/contract";
import { formatDate } from "@/format/time";
import { formatCount } from "@/format/units";
import { Badge, type Tone } from "../../ui/badge";
import { Button } from "../../ui/button";
import { Table, TD, TH, THead, TR } from "../../ui/table";

const phases: Record<RuntimeUse["phase"], [Tone, string]> = {
  supported: ["green", "Supported"],
  ending: ["amber", "Ends within a year"],
  deprecated: ["red", "Deprecated"],
  create_blocked: ["red", "Creation blocked"],
  update_blocked: ["red", "Updates blocked"],
};

function daysInWords(days: number): string {
  if (days === 0) return "today";
  const count = `${formatCount(Math.abs(days))} ${Math.abs(days) === 1 ? "day" : "days"}`;
  return days > 0 ? `in ${count}` : `${count} ago`;
}

interface RuntimeTableProps {
  runtimes: readonly RuntimeUse[];
  /** Runtimes from which a campaign has not ended. */
  underway: ReadonlySet<string>;
  onStart: (runtime: string) => void;
  onUsers: (runtime: string) => void;
}

/** Each runtime with its dates and its use. */
export function RuntimeTable({ runtimes, underway, onStart, onUsers }: RuntimeTableProps) {
  return (
    <Table label="Runtimes">
      <THead>
        <tr>
          <TH>Runtime</TH>
          <TH>State</TH>
          <TH>Ends</TH>
          <TH>Creation blocked</TH>
          <TH>Updates blocked</TH>
          <TH end>Functions</TH>
          <TH end>Tenants</TH>
          <TH>
            <span className="sr-only">Actions</span>
          </TH>
        </tr>
      </THead>
      <tbody>
        {runtimes.map((use) => {
          const [tone, word] = phases[use.phase];
          const { runtime, label, functions, kept, successors } = use;
          return (
            <TR key={runtime}>
              <TD>
                <span className="font-medium">{label}</span>{" "}
                <span className="font-mono text-xs text-muted">{runtime}</span>
              </TD>
              <TD>
                <Badge tone={tone} dot>
                  {word}
                </Badge>
              </TD>
              <TD>
                <time dateTime={use.deprecatedOn}>{formatDate(use.deprecatedOn)}</time>{" "}
                <span className="text-muted">{daysInWords(use.daysLeft)}</span>
              </TD>
              <TD>{formatDate(use.createBlockedOn)}</TD>
              <TD>{formatDate(use.updateBlockedOn)}</TD>
              <TD end>
                {functions > 0 ? (
                  <Button
                    size="sm"
                    variant="ghost"
                    className="-mr-2"
                    aria-label={`Show the ${functions} functions on ${label}`}
                    onClick={() => onUsers(runtime)}
                  >
                    {formatCount(functions)}
                  </Button>
                ) : (
                  "0"
                )}
                {kept > 0 && <span className="ml-1 text-xs text-muted">{formatCount(kept)} kept</span>}
              </TD>
              <TD end>{formatCount(use.tenants)}</TD>
              <TD end>
                {successors.length > 0 && functions > 0 && (
                  <Button size="sm" disabled={underway.has(runtime)} onClick={() => onStart(runtime)}>
                    Plan campaign…
                  </Button>
                )}
                {successors.length === 0 && <span className="text-xs text-muted">No successor offered yet</span>}
              </TD>
            </TR>
          );
        })}
      </tbody>
    </Table>
  );
}

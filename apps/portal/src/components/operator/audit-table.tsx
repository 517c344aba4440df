import type { AuditEvent } from "@annex/contract";
import { Actor } from "../actor";
import { Table, TD, TH, THead, TR } from "../ui/table";
import { Time } from "../ui/time";

function inWords(detail: AuditEvent["detail"]): string {
  return Object.entries(detail)
    .map(([name, value]) => `${name}: ${typeof value === "string" ? value : JSON.stringify(value)}`)
    .join(", ");
}

/** `publishRelease` → `publish release`: the capability's name as words. */
function actionInWords(action: string): string {
  return action.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

interface AuditTableProps {
  events: readonly AuditEvent[];
  /** Leaves out the tenant: there is one only. */
  ofOneTenant?: boolean;
}

/** Audit events, newest first. */
export function AuditTable({ events, ofOneTenant = false }: AuditTableProps) {
  return (
    <Table label="Audit events">
      <THead>
        <tr>
          <TH>When</TH>
          <TH>Who</TH>
          <TH>Did what</TH>
          <TH>To what</TH>
          {!ofOneTenant && <TH>Tenant</TH>}
          <TH>Detail</TH>
        </tr>
      </THead>
      <tbody>
        {events.map(({ id, at, actor, action, target, tenant, detail }) => (
          <TR key={id}>
            <TD className="text-muted">
              <Time at={at} />
            </TD>
            <TD>
              <Actor actor={actor} />
            </TD>
            <TD className="font-medium">{actionInWords(action)}</TD>
            <TD className="font-mono text-xs">{target}</TD>
            {!ofOneTenant && <TD>{tenant ?? <span className="text-muted">platform</span>}</TD>}
            <TD className="max-w-96 truncate text-muted" title={inWords(detail)}>
              {inWords(detail)}
            </TD>
          </TR>
        ))}
      </tbody>
    </Table>
  );
}

import type { AuditEvent } from "@annex/contract";
import Link from "next/link";
import { Actor } from "../actor";
import { Table, TD, TH, THead, TR } from "../ui/table";
import { Time } from "../ui/time";
import { detailInWords, functionOf, spacedOut } from "./audit-words";

interface AuditTableProps {
  events: readonly AuditEvent[];
  /** Leaves out the tenant: there is one only. */
  ofOneTenant?: boolean;
  /** Where a function of the event's tenant is shown; the operators' page without it. */
  functionHref?: (name: string) => string;
}

/** Audit events, newest first. */
export function AuditTable({ events, ofOneTenant = false, functionHref }: AuditTableProps) {
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
        {events.map((event) => {
          const { id, at, actor, action, target, tenant, tenantId, detail } = event;
          const hrefOf = functionHref ?? (tenantId ? (name: string) => operatorHref(tenantId, name) : null);
          return (
            <TR key={id}>
              <TD className="text-muted">
                <Time at={at} />
              </TD>
              <TD className="max-w-52 truncate">
                <Actor actor={actor} />
              </TD>
              <TD className="font-medium">{spacedOut(action)}</TD>
              <TD className="max-w-72 truncate font-mono text-xs" title={target}>
                <Target event={event} hrefOf={hrefOf} />
              </TD>
              {!ofOneTenant && <TD>{tenant ?? <span className="text-muted">platform</span>}</TD>}
              <TD className="min-w-64 whitespace-normal text-muted [overflow-wrap:anywhere]">
                {detailInWords(detail)}
              </TD>
            </TR>
          );
        })}
      </tbody>
    </Table>
  );
}

const operatorHref = (tenantId: string, name: string) => `/operator/tenants/${tenantId}/functions/${name}`;

interface TargetProps {
  event: AuditEvent;
  hrefOf: ((name: string) => string) | null;
}

function Target({ event, hrefOf }: TargetProps) {
  const found = functionOf(event);
  if (!found || !hrefOf || event.action === "deleteFunction") return event.target;
  const href = hrefOf(found.name);
  return (
    <>
      <Link href={href} prefetch={false} className="text-accent-text underline">
        {event.target}
      </Link>
      {found.release !== null && (
        <Link
          href={`${href}/releases/${found.release}`}
          prefetch={false}
          className="ml-2 font-sans text-accent-text underline"
        >
          release {found.release}
        </Link>
      )}
    </>
  );
}

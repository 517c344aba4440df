import type { SupportAccess } from "@annex/contract";
import type { ReactNode } from "react";
import { formatActor } from "@/format/actor";
import { Table, TD, TH, THead, TR } from "../ui/table";
import { Time } from "../ui/time";
import { AccessState } from "./access-state";

interface AccessTableProps {
  accesses: readonly SupportAccess[];
  /** What may be done with one. */
  actions: (access: SupportAccess) => ReactNode;
}

/** Operators' access to a tenant: who asked for what and why, who granted it, and how it ended. */
export function AccessTable({ accesses, actions }: AccessTableProps) {
  return (
    <Table label="Support access">
      <THead>
        <tr>
          <TH>State</TH>
          <TH>
            <span className="sr-only">Actions</span>
          </TH>
          <TH>Operator, may</TH>
          <TH>Reason</TH>
          <TH>Asked</TH>
          <TH>Granted</TH>
          <TH>Over</TH>
        </tr>
      </THead>
      <tbody>
        {accesses.map((access) => {
          const { id, state, operator, role, reason, hours, requestedAt, grantedBy, grantedAt, expiresAt } = access;
          const over = access.endedAt ?? expiresAt;
          return (
            <TR key={id}>
              <TD>
                <AccessState state={state} />
              </TD>
              <TD>{actions(access)}</TD>
              <TD>
                <span className="block font-medium">{operator}</span>
                <span className="text-muted">
                  {role === "viewer" ? "look" : "develop"}, {hours} h
                </span>
              </TD>
              <TD>
                <div className="min-w-40 max-w-80 whitespace-normal">{reason}</div>
              </TD>
              <TD className="text-muted">
                <Time at={requestedAt} />
              </TD>
              <TD className="text-muted">
                {grantedBy && grantedAt ? (
                  <>
                    <span className="block">{formatActor(grantedBy)}</span>
                    <Time at={grantedAt} />
                  </>
                ) : (
                  "–"
                )}
              </TD>
              <TD className="text-muted">
                {over ? (
                  <>
                    {access.endedBy && <span className="block">{formatActor(access.endedBy)}</span>}
                    <Time at={over} />
                  </>
                ) : (
                  "–"
                )}
              </TD>
            </TR>
          );
        })}
      </tbody>
    </Table>
  );
}

import type { Mail } from "@annex/contract";
import { Table, TD, TH, THead, TR } from "../../ui/table";
import { Time } from "../../ui/time";
import { MailStateBadge } from "./mail-state-badge";

interface MailTableProps {
  mails: readonly Mail[];
  onOpen: (mail: Mail) => void;
}

export function MailTable({ mails, onOpen }: MailTableProps) {
  return (
    <Table label="E-mails">
      <THead>
        <tr>
          <TH>When</TH>
          <TH>To</TH>
          <TH>Subject</TH>
          <TH>Tenant</TH>
          <TH>State</TH>
          <TH end>Tries</TH>
          <TH>Last error</TH>
        </tr>
      </THead>
      <tbody>
        {mails.map((mail) => (
          <TR key={mail.id} className="hover:bg-hover">
            <TD className="text-muted">
              <Time at={mail.createdAt} />
            </TD>
            <TD>{mail.to}</TD>
            <TD>
              <button
                type="button"
                className="max-w-80 truncate rounded-sm font-medium hover:underline"
                onClick={() => onOpen(mail)}
              >
                {mail.subject}
              </button>
            </TD>
            <TD>{mail.tenant ?? <span className="text-muted">platform</span>}</TD>
            <TD>
              <MailStateBadge state={mail.state} />
            </TD>
            <TD end>{mail.attempts}</TD>
            <TD className="max-w-72 truncate text-muted" title={mail.lastError ?? undefined}>
              {mail.lastError ?? "–"}
            </TD>
          </TR>
        ))}
      </tbody>
    </Table>
  );
}

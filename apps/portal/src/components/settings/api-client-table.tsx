"use client";
import type { ApiClient } from "@annex/contract";
import { Ban } from "lucide-react";
import { Badge } from "../ui/badge";
import { Button } from "../ui/button";
import { CopyButton } from "../ui/copy-button";
import { Table, TD, TH, THead, TR } from "../ui/table";
import { Time } from "../ui/time";

interface ApiClientTableProps {
  clients: readonly ApiClient[];
  /** Without it nothing can be revoked here. */
  onRevoke?: (client: ApiClient) => void;
}

export function ApiClientTable({ clients, onRevoke }: ApiClientTableProps) {
  return (
    <Table label="API clients">
      <THead>
        <tr>
          <TH>Name</TH>
          <TH>Client ID</TH>
          <TH>Scopes</TH>
          <TH>State</TH>
          <TH>Last used</TH>
          <TH>Created</TH>
          <TH>
            <span className="sr-only">Actions</span>
          </TH>
        </tr>
      </THead>
      <tbody>
        {clients.map((client) => (
          <ApiClientRow key={client.id} client={client} {...(onRevoke ? { onRevoke } : {})} />
        ))}
      </tbody>
    </Table>
  );
}

function ApiClientRow({ client, onRevoke }: { client: ApiClient; onRevoke?: (client: ApiClient) => void }) {
  const { name, clientId, scopes, revokedAt, lastUsedAt, createdAt } = client;
  return (
    <TR>
      <TD className="font-medium">{name}</TD>
      <TD>
        <span className="inline-flex items-center gap-1 font-mono text-xs">
          {clientId}
          <CopyButton text={clientId} label={`Copy client ID of ${name}`} />
        </span>
      </TD>
      <TD className="font-mono text-xs text-muted">{scopes.join(" ")}</TD>
      <TD>
        {revokedAt === null ? (
          <Badge tone="green" dot>
            Active
          </Badge>
        ) : (
          <Badge>
            <Ban aria-hidden className="size-3" />
            Revoked, <Time at={revokedAt} />
          </Badge>
        )}
      </TD>
      <TD className="text-muted">{lastUsedAt === null ? "–" : <Time at={lastUsedAt} />}</TD>
      <TD className="text-muted">
        <Time at={createdAt} />
      </TD>
      <TD end>
        {onRevoke && revokedAt === null && (
          <Button variant="danger" size="sm" aria-label={`Revoke ${name}`} onClick={() => onRevoke(client)}>
            Revoke
          </Button>
        )}
      </TD>
    </TR>
  );
}

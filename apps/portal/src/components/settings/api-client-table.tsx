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
  /** Without them nothing can be changed here. */
  actions?: ApiClientActions;
}

interface ApiClientActions {
  onRotate: (client: ApiClient) => void;
  onRevoke: (client: ApiClient) => void;
}

export function ApiClientTable({ clients, actions }: ApiClientTableProps) {
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
          <ApiClientRow key={client.id} client={client} {...(actions ? { actions } : {})} />
        ))}
      </tbody>
    </Table>
  );
}

/** Until when the secret before the last rotation is good, while it is. */
function OldSecret({ until }: { until: string | null }) {
  if (until === null || new Date(until).getTime() <= Date.now()) return null;
  return (
    <span className="ml-1 text-xs text-amber">
      old secret ends <Time at={until} />
    </span>
  );
}

function ApiClientRow({ client, actions }: { client: ApiClient; actions?: ApiClientActions }) {
  const { name, clientId, scopes, revokedAt, lastUsedAt, createdAt, previousSecretUntil } = client;
  return (
    <TR>
      <TD className="font-medium">
        {name}
        {client.keys.length > 0 && <span className="ml-1 text-xs font-normal text-muted">signs with its key</span>}
      </TD>
      <TD>
        <span className="inline-flex items-center gap-1 font-mono text-xs">
          {clientId}
          <CopyButton text={clientId} label={`Copy client ID of ${name}`} />
        </span>
      </TD>
      <TD className="max-w-72 truncate font-mono text-xs text-muted" title={scopes.join(" ")}>
        {scopes.join(" ")}
      </TD>
      <TD>
        {revokedAt === null ? (
          <>
            <Badge tone="green" dot>
              Active
            </Badge>
            <OldSecret until={previousSecretUntil} />
          </>
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
        {actions && revokedAt === null && (
          <span className="inline-flex gap-1">
            <Button
              size="sm"
              aria-label={`Rotate the ${client.keys.length > 0 ? "key" : "secret"} of ${name}`}
              onClick={() => actions.onRotate(client)}
            >
              Rotate
            </Button>
            <Button variant="danger" size="sm" aria-label={`Revoke ${name}`} onClick={() => actions.onRevoke(client)}>
              Revoke
            </Button>
          </span>
        )}
      </TD>
    </TR>
  );
}

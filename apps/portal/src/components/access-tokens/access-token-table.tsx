"use client";
import { Badge } from "../ui/badge";
import { Button } from "../ui/button";
import { Table, TD, TH, THead, TR } from "../ui/table";
import { Time } from "../ui/time";
import type { Token } from "./token-kind";

interface AccessTokenTableProps {
  tokens: readonly Token[];
  onRevoke: (token: Token) => void;
}

function TokenState({ token: { revokedAt, expiresAt } }: { token: Token }) {
  if (revokedAt !== null)
    return (
      <Badge>
        Revoked, <Time at={revokedAt} />
      </Badge>
    );
  if (new Date(expiresAt).getTime() <= Date.now()) return <Badge>Expired</Badge>;
  return (
    <Badge tone="green" dot>
      Active
    </Badge>
  );
}

export function AccessTokenTable({ tokens, onRevoke }: AccessTokenTableProps) {
  return (
    <Table label="Access tokens">
      <THead>
        <tr>
          <TH>Name</TH>
          <TH>Token</TH>
          <TH>Owner</TH>
          <TH>Scopes</TH>
          <TH>State</TH>
          <TH>Expires</TH>
          <TH>Last used</TH>
          <TH>
            <span className="sr-only">Actions</span>
          </TH>
        </tr>
      </THead>
      <tbody>
        {tokens.map((token) => (
          <TR key={token.id}>
            <TD className="font-medium">{token.name}</TD>
            <TD className="font-mono text-xs">…{token.hint}</TD>
            <TD className="text-muted">{token.owner}</TD>
            <TD className="max-w-64 truncate font-mono text-xs text-muted" title={token.scopes.join(" ")}>
              {token.scopes.join(" ")}
            </TD>
            <TD>
              <TokenState token={token} />
            </TD>
            <TD className="text-muted">
              <Time at={token.expiresAt} />
            </TD>
            <TD className="text-muted">{token.lastUsedAt === null ? "–" : <Time at={token.lastUsedAt} />}</TD>
            <TD end>
              {token.revokedAt === null && (
                <Button variant="danger" size="sm" aria-label={`Revoke ${token.name}`} onClick={() => onRevoke(token)}>
                  Revoke
                </Button>
              )}
            </TD>
          </TR>
        ))}
      </tbody>
    </Table>
  );
}

"use client";
import type { Credential } from "@annex/contract";
import { KeyRound, Lock, Trash2 } from "lucide-react";
import Link from "next/link";
import { useTenant } from "@/client/api-provider";
import { formatActor } from "@/format/actor";
import { Badge } from "../ui/badge";
import { Button } from "../ui/button";
import { Table, TD, TH, THead, TR } from "../ui/table";
import { Time } from "../ui/time";

const kindWords = { oauth2_client: "OAuth2 client", secret: "Secret" } as const;

function known({ kind, description }: Credential): string {
  if (kind === "secret") return description.hint ?? "…";
  return [description.clientId, description.scope].filter(Boolean).join(", ");
}

interface CredentialTableProps {
  credentials: readonly Credential[];
  onDelete: (credential: Credential) => void;
}

export function CredentialTable({ credentials, onDelete }: CredentialTableProps) {
  return (
    <Table label="Credentials">
      <THead>
        <tr>
          <TH>Name</TH>
          <TH>Kind</TH>
          <TH>What is known of it</TH>
          <TH>For</TH>
          <TH>Used by</TH>
          <TH>Created</TH>
          <TH>
            <span className="sr-only">Actions</span>
          </TH>
        </tr>
      </THead>
      <tbody>
        {credentials.map((credential) => (
          <CredentialRow key={credential.id} credential={credential} onDelete={() => onDelete(credential)} />
        ))}
      </tbody>
    </Table>
  );
}

function CredentialRow({ credential, onDelete }: { credential: Credential; onDelete: () => void }) {
  const { name, kind, functionName, createdBy, updatedAt } = credential;
  const Icon = kind === "secret" ? Lock : KeyRound;
  return (
    <TR>
      <TD className="font-mono text-xs font-medium">{name}</TD>
      <TD>
        <Badge>
          <Icon aria-hidden className="size-3" />
          {kindWords[kind]}
        </Badge>
      </TD>
      <TD className="max-w-72 truncate font-mono text-xs text-muted" title={known(credential)}>
        {known(credential)}
      </TD>
      <TD className="text-muted">{functionName ?? "Every function"}</TD>
      <TD>
        <Users names={credential.usedBy} />
      </TD>
      <TD className="text-muted" title={formatActor(createdBy)}>
        <Time at={updatedAt} />
      </TD>
      <TD end>
        <Button
          changes
          variant="ghost"
          size="icon-sm"
          aria-label={`Delete ${name}`}
          title={`Delete ${name}`}
          onClick={onDelete}
        >
          <Trash2 aria-hidden className="size-3.5" />
        </Button>
      </TD>
    </TR>
  );
}

function Users({ names }: { names: readonly string[] }) {
  const tenant = useTenant();
  if (names.length === 0) return <span className="text-faint">No function yet</span>;
  return (
    <span className="flex gap-2">
      {names.map((name) => (
        <Link key={name} href={`/t/${tenant}/functions/${name}?tab=mapping`} className="text-accent-text underline">
          {name}
        </Link>
      ))}
    </span>
  );
}

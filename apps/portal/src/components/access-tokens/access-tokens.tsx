"use client";
import { KeyRound, Plus } from "lucide-react";
import { type ReactNode, useState } from "react";
import { z } from "zod";
import { useResource } from "@/client/api-provider";
import { ProblemNotice } from "../problem-notice";
import { useCommands } from "../shell/commands";
import { Button } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import { TableSkeleton } from "../ui/skeleton";
import { AccessTokenTable } from "./access-token-table";
import { CreateAccessToken } from "./create-access-token";
import { RevokeAccessToken } from "./revoke-access-token";
import { ShownToken } from "./shown-token";
import type { CreatedToken, Token, TokenKind } from "./token-kind";

interface AccessTokensProps {
  /** Must keep its identity. */
  kind: TokenKind;
  /** Where the list and the button that makes one stand. */
  frame: (button: ReactNode, list: ReactNode) => ReactNode;
}

/** The tokens with which scripts call the portal's API: the list, and what makes and revokes one. */
export function AccessTokens({ kind, frame }: AccessTokensProps) {
  const tokens = useResource(kind.list, z.array(kind.token));
  const [creating, setCreating] = useState(false);
  const [created, setCreated] = useState<CreatedToken | null>(null);
  const [revoked, setRevoked] = useState<Token | null>(null);
  const open = () => setCreating(true);
  useCommands([
    {
      id: "create-access-token",
      label: "Create access token",
      group: "Page",
      words: "new api pat personal",
      run: open,
    },
  ]);
  const button = (
    <Button variant="primary" onClick={open}>
      <Plus aria-hidden className="size-4" />
      Create access token
    </Button>
  );
  return frame(
    button,
    <>
      {tokens.isPending && <TableSkeleton label="Loading access tokens" />}
      {tokens.error && !tokens.data && (
        <ProblemNotice
          error={tokens.error}
          title="The access tokens could not be loaded"
          onRetry={() => void tokens.refetch()}
        />
      )}
      {tokens.data?.length === 0 && (
        <EmptyState icon={<KeyRound aria-hidden />} title="No access token yet" action={button}>
          {kind.use}
        </EmptyState>
      )}
      {tokens.data && tokens.data.length > 0 && <AccessTokenTable tokens={tokens.data} onRevoke={setRevoked} />}
      {creating && <CreateAccessToken kind={kind} onCreated={setCreated} onClose={() => setCreating(false)} />}
      {created && <ShownToken token={created} onClose={() => setCreated(null)} />}
      {revoked && <RevokeAccessToken kind={kind} token={revoked} onClose={() => setRevoked(null)} />}
    </>,
  );
}

"use client";
import { type CreatedOperatorToken, type OperatorToken, operatorTokenSchema, portalRoutes } from "@annex/contract";
import { KeyRound, Plus } from "lucide-react";
import { useState } from "react";
import { z } from "zod";
import { useResource } from "@/client/api-provider";
import { ProblemNotice } from "../../problem-notice";
import { AccessTokenTable } from "../../settings/access-tokens/access-token-table";
import { CreatedToken } from "../../settings/access-tokens/created-token";
import { RevokeAccessToken } from "../../settings/access-tokens/revoke-access-token";
import { useCommands } from "../../shell/commands";
import { Button } from "../../ui/button";
import { EmptyState } from "../../ui/empty-state";
import { Page } from "../../ui/page";
import { TableSkeleton } from "../../ui/skeleton";
import { CreateOperatorToken } from "./create-operator-token";

/** The tokens with which operators' scripts call the portal's API. */
export function OperatorTokens() {
  const tokens = useResource(portalRoutes.operator.accessTokens(), z.array(operatorTokenSchema));
  const [creating, setCreating] = useState(false);
  const [created, setCreated] = useState<CreatedOperatorToken | null>(null);
  const [revoked, setRevoked] = useState<OperatorToken | null>(null);
  const open = () => setCreating(true);
  useCommands([{ id: "create-operator-token", label: "Create access token", group: "Page", words: "api", run: open }]);
  const button = (
    <Button variant="primary" onClick={open}>
      <Plus aria-hidden className="size-4" />
      Create access token
    </Button>
  );
  return (
    <Page
      title="Access tokens"
      description="Operators' scripts call the portal's API with one of these, as far as its scopes go. Accounts, tenants' code and letters, signing keys and tokens stay in a person's hands."
      actions={button}
    >
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
          With one of these a script creates a tenant when a customer signs up, suspends it, or reads what it cost.
        </EmptyState>
      )}
      {tokens.data && tokens.data.length > 0 && <AccessTokenTable tokens={tokens.data} onRevoke={setRevoked} />}
      {creating && <CreateOperatorToken onCreated={setCreated} onClose={() => setCreating(false)} />}
      {created && <CreatedToken token={created} onClose={() => setCreated(null)} />}
      {revoked && (
        <RevokeAccessToken
          token={revoked}
          path={portalRoutes.operator.accessToken(revoked.id)}
          list={portalRoutes.operator.accessTokens()}
          answer={operatorTokenSchema}
          onClose={() => setRevoked(null)}
        />
      )}
    </Page>
  );
}

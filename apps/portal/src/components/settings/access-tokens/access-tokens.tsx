"use client";
import { type AccessToken, accessTokenSchema, type CreatedAccessToken, portalRoutes } from "@annex/contract";
import { KeyRound, Plus } from "lucide-react";
import { useState } from "react";
import { z } from "zod";
import { useResource } from "@/client/api-provider";
import { ProblemNotice } from "../../problem-notice";
import { useCommands } from "../../shell/commands";
import { Button } from "../../ui/button";
import { EmptyState } from "../../ui/empty-state";
import { TableSkeleton } from "../../ui/skeleton";
import { AccessTokenTable } from "./access-token-table";
import { CreateAccessToken } from "./create-access-token";
import { CreatedToken } from "./created-token";
import { RevokeAccessToken } from "./revoke-access-token";

/** The tokens with which a person's own scripts call the portal's API. */
export function AccessTokens() {
  const tokens = useResource(portalRoutes.accessTokens(), z.array(accessTokenSchema));
  const [creating, setCreating] = useState(false);
  const [created, setCreated] = useState<CreatedAccessToken | null>(null);
  const [revoked, setRevoked] = useState<AccessToken | null>(null);
  useCommands([
    {
      id: "create-access-token",
      label: "Create access token",
      group: "Page",
      words: "new pat personal",
      run: () => setCreating(true),
    },
  ]);
  const button = (
    <Button variant="primary" onClick={() => setCreating(true)}>
      <Plus aria-hidden className="size-4" />
      Create access token
    </Button>
  );
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center gap-2">
        <p className="min-w-0 flex-1 text-sm text-muted">
          Your scripts and pipelines call the portal's API with one of these, with at most your own rights.{" "}
          <a href="/api/v1/openapi.json" className="text-accent-text underline">
            See the API's description
          </a>
        </p>
        {button}
      </div>
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
          With a personal access token a pipeline can deploy a function, read its logs, or list what is live.
        </EmptyState>
      )}
      {tokens.data && tokens.data.length > 0 && <AccessTokenTable tokens={tokens.data} onRevoke={setRevoked} />}
      {creating && <CreateAccessToken onCreated={setCreated} onClose={() => setCreating(false)} />}
      {created && <CreatedToken token={created} onClose={() => setCreated(null)} />}
      {revoked && (
        <RevokeAccessToken
          token={revoked}
          path={portalRoutes.accessToken(revoked.id)}
          list={portalRoutes.accessTokens()}
          answer={accessTokenSchema}
          onClose={() => setRevoked(null)}
        />
      )}
    </div>
  );
}

"use client";
import { type ApiClient, apiClientSchema, type CreatedApiClient, portalRoutes } from "@annex/contract";
import { Plus, Webhook } from "lucide-react";
import { useState } from "react";
import { z } from "zod";
import { useResource } from "@/client/api-provider";
import { ProblemNotice } from "../problem-notice";
import { useCommands } from "../shell/commands";
import { Button } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import { TableSkeleton } from "../ui/skeleton";
import { ApiClientTable } from "./api-client-table";
import { CreateApiClient } from "./create-api-client";
import { CreatedSecret } from "./created-secret";
import { RevokeApiClient } from "./revoke-api-client";
import { RotateApiClient } from "./rotate-api-client";

/** The OAuth2 clients with which other systems, and functions, call the platform. */
export function ApiClients({ isOwner }: { isOwner: boolean }) {
  const clients = useResource(portalRoutes.apiClients(), z.array(apiClientSchema));
  const [creating, setCreating] = useState(false);
  const [created, setCreated] = useState<CreatedApiClient | null>(null);
  const [rotated, setRotated] = useState<ApiClient | null>(null);
  const [revoked, setRevoked] = useState<ApiClient | null>(null);
  useCommands(
    isOwner
      ? [
          {
            id: "create-api-client",
            label: "Create API client",
            group: "Page",
            words: "new",
            run: () => setCreating(true),
          },
        ]
      : [],
  );
  const button = isOwner && (
    <Button variant="primary" onClick={() => setCreating(true)}>
      <Plus aria-hidden className="size-4" />
      Create API client
    </Button>
  );
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center gap-2">
        <p className="min-w-0 flex-1 text-sm text-muted">
          The product's backend calls your functions with one of these.{" "}
          {isOwner ? "" : "Owners create and revoke them; ask one when you need another."}
        </p>
        {button}
      </div>
      {clients.isPending && <TableSkeleton label="Loading API clients" />}
      {clients.error && !clients.data && (
        <ProblemNotice
          error={clients.error}
          title="The API clients could not be loaded"
          onRetry={() => void clients.refetch()}
        />
      )}
      {clients.data?.length === 0 && (
        <EmptyState icon={<Webhook aria-hidden />} title="No API client yet" action={button}>
          An API client is an OAuth2 client: with its ID and secret a system gets an access token and calls the
          platform, as far as its scopes go.
        </EmptyState>
      )}
      {clients.data && clients.data.length > 0 && (
        <ApiClientTable
          clients={clients.data}
          {...(isOwner ? { actions: { onRotate: setRotated, onRevoke: setRevoked } } : {})}
        />
      )}
      {creating && <CreateApiClient onCreated={setCreated} onClose={() => setCreating(false)} />}
      {created && <CreatedSecret client={created} onClose={() => setCreated(null)} />}
      {rotated && <RotateApiClient client={rotated} onRotated={setCreated} onClose={() => setRotated(null)} />}
      {revoked && <RevokeApiClient client={revoked} onClose={() => setRevoked(null)} />}
    </div>
  );
}

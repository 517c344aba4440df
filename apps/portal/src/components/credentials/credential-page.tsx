"use client";
import { type Credential, credentialSchema, portalRoutes } from "@annex/contract";
import { KeyRound, Plus } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { z } from "zod";
import { useResource, useTenant } from "@/client/api-provider";
import { useUrlState } from "@/client/use-url-state";
import { ProblemNotice } from "../problem-notice";
import { useCommands } from "../shell/commands";
import { Button } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import { Page } from "../ui/page";
import { TableSkeleton } from "../ui/skeleton";
import { CreateCredential } from "./create-credential";
import { CredentialTable } from "./credential-table";
import { DeleteCredential } from "./delete-credential";

/** What functions sign in with elsewhere. */
export function CredentialPage() {
  const tenant = useTenant();
  const credentials = useResource(portalRoutes.credentials(), z.array(credentialSchema));
  const [dialog, setDialog] = useUrlState("dialog", "", { push: true });
  const [deleted, setDeleted] = useState<Credential | null>(null);
  const open = () => setDialog("create");
  useCommands([{ id: "create-credential", label: "Create credential", group: "Page", words: "new secret", run: open }]);
  const button = (
    <Button changes variant="primary" onClick={open}>
      <Plus aria-hidden className="size-4" />
      Create credential
    </Button>
  );
  return (
    <Page
      title="Credentials"
      description="What your functions sign in with. Values are encrypted, handed to functions as input parameters, and never shown again."
      actions={button}
    >
      {credentials.isPending && <TableSkeleton label="Loading credentials" />}
      {credentials.error && !credentials.data && (
        <ProblemNotice
          error={credentials.error}
          title="The credentials could not be loaded"
          onRetry={() => void credentials.refetch()}
        />
      )}
      {credentials.data?.length === 0 && (
        <EmptyState
          icon={<KeyRound aria-hidden />}
          title="No credential yet"
          action={button}
          link={
            <Link href={`/t/${tenant}/settings`} className="text-accent-text underline">
              Create an API client for the platform's own API
            </Link>
          }
        >
          Keep a key of another system, or an OAuth2 client of this platform, here; then map it to a parameter of a
          function instead of writing it into code.
        </EmptyState>
      )}
      {credentials.data && credentials.data.length > 0 && (
        <CredentialTable credentials={credentials.data} onDelete={setDeleted} />
      )}
      {dialog === "create" && <CreateCredential onClose={() => setDialog("")} />}
      {deleted && <DeleteCredential credential={deleted} onClose={() => setDeleted(null)} />}
    </Page>
  );
}

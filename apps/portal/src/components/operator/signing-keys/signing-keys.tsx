"use client";
import { portalRoutes, type SigningKey, signingKeySchema } from "@annex/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { RefreshCw } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { z } from "zod";
import { useApi, useResource, useResourceKey } from "@/client/api-provider";
import { ProblemNotice } from "../../problem-notice";
import { Badge, type Tone } from "../../ui/badge";
import { Button } from "../../ui/button";
import { Page } from "../../ui/page";
import { TableSkeleton } from "../../ui/skeleton";
import { Table, TD, TH, THead, TR } from "../../ui/table";
import { Time } from "../../ui/time";
import { WithdrawKey } from "./withdraw-key";

const looks: Readonly<Record<SigningKey["state"], readonly [Tone, string]>> = {
  current: ["green", "Signs"],
  next: ["neutral", "Next"],
  previous: ["amber", "Its tokens are good"],
};
const keysSchema = z.array(signingKeySchema);

/** The keys with which identity signs access tokens, and the change to the next one. */
export function SigningKeys() {
  const api = useApi();
  const cache = useQueryClient();
  const key = useResourceKey();
  const path = portalRoutes.operator.signingKeys();
  const keys = useResource(path, keysSchema, { refetchInterval: 5000 });
  const rotate = useMutation({
    mutationFn: () => api.send("POST", portalRoutes.operator.rotateSigningKey(), keysSchema),
    onSuccess: (now) => {
      cache.setQueryData(key(path), now);
      toast.success("The next key signs", { description: "Tokens of the one before it stay good until they expire." });
    },
    onError: (error) => toast.error("The key was not changed", { description: error.message }),
  });
  const [withdrawn, setWithdrawn] = useState<SigningKey | null>(null);
  return (
    <Page
      title="Signing keys"
      description="Identity signs access tokens with one of these. The next one is published before it signs, the previous one for an hour after, so that no token is refused."
      actions={
        <Button busy={rotate.isPending} onClick={() => rotate.mutate()}>
          <RefreshCw aria-hidden className="size-3.5" />
          Change key now
        </Button>
      }
    >
      {keys.isPending && <TableSkeleton label="Loading signing keys" />}
      {keys.error && !keys.data && (
        <ProblemNotice error={keys.error} title="The keys could not be loaded" onRetry={() => void keys.refetch()} />
      )}
      {keys.data && (
        <Table label="Signing keys">
          <THead>
            <tr>
              <TH>Key ID</TH>
              <TH>State</TH>
              <TH>Made</TH>
              <TH>Signs since</TH>
              <TH>Published until</TH>
              <TH>
                <span className="sr-only">Withdraw</span>
              </TH>
            </tr>
          </THead>
          <tbody>
            {keys.data.map((one) => (
              <KeyRow key={one.kid} signingKey={one} onWithdraw={() => setWithdrawn(one)} />
            ))}
          </tbody>
        </Table>
      )}
      {withdrawn && <WithdrawKey signingKey={withdrawn} onClose={() => setWithdrawn(null)} />}
    </Page>
  );
}

interface KeyRowProps {
  signingKey: SigningKey;
  onWithdraw: () => void;
}

function KeyRow({ signingKey, onWithdraw }: KeyRowProps) {
  const { kid, state, createdAt, activatedAt, retiredAt } = signingKey;
  const [tone, word] = looks[state];
  return (
    <TR>
      <TD className="font-mono text-xs">{kid}</TD>
      <TD>
        <Badge tone={tone} dot>
          {word}
        </Badge>
      </TD>
      <TD className="text-muted">
        <Time at={createdAt} />
      </TD>
      <TD className="text-muted">{activatedAt === null ? "–" : <Time at={activatedAt} />}</TD>
      <TD className="text-muted">{retiredAt === null ? "–" : <Time at={retiredAt} />}</TD>
      <TD className="text-right">
        <Button size="sm" variant="ghost" onClick={onWithdraw} aria-label={`Withdraw ${kid.slice(0, 8)}`}>
          Withdraw
        </Button>
      </TD>
    </TR>
  );
}

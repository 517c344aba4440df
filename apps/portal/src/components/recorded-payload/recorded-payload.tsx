"use client";
import { type RecordedPayload as Payload, portalRoutes, recordedPayloadSchema } from "@annex/contract";
import Link from "next/link";
import { useState } from "react";
import { ApiError } from "@/client/api-error";
import { useResource, useTenant } from "@/client/api-provider";
import { formatExact } from "@/format/time";
import { ProblemNotice } from "../problem-notice";
import { Button } from "../ui/button";
import { JsonBlock } from "../ui/code-block";
import { Notice } from "../ui/notice";
import { Skeleton } from "../ui/skeleton";
import { ReplayPanel } from "./replay-panel";

/** What went into an invocation and what came out, where it was recorded, and its replay. It is read when it is asked for. */
export function RecordedPayload({ invocationId }: { invocationId: string }) {
  const tenant = useTenant();
  const [asked, setAsked] = useState(false);
  const found = useResource(portalRoutes.payload(invocationId), recordedPayloadSchema, { enabled: asked });
  if (!asked)
    return (
      <div className="flex flex-wrap items-center gap-3">
        <Button size="sm" onClick={() => setAsked(true)}>
          Show input and output
        </Button>
        <p className="text-xs text-muted">That you read it goes into the audit trail.</p>
      </div>
    );
  if (found.data) return <Recorded payload={found.data} />;
  if (found.error instanceof ApiError && found.error.problem?.code === "not_found")
    return (
      <Notice title="It was not recorded">
        Owners decide in{" "}
        <Link href={`/t/${tenant}/settings?tab=recording`} className="text-accent-text underline">
          Settings, Recording
        </Link>{" "}
        what is kept of invocations, and for how long.
      </Notice>
    );
  if (found.error)
    return (
      <ProblemNotice
        error={found.error}
        title="Input and output could not be loaded"
        onRetry={() => void found.refetch()}
      />
    );
  return (
    <div role="status" aria-label="Loading input and output" className="grid gap-3 lg:grid-cols-2">
      <Skeleton className="h-28" />
      <Skeleton className="h-28" />
    </div>
  );
}

const tooLarge = "It was larger than 256 KB and was not kept.";

function Recorded({ payload }: { payload: Payload }) {
  const { dropped, redacted, fields, event, output, set, error, expiresAt } = payload;
  const droppedText = (part: Payload["dropped"][number]) => (dropped.includes(part) ? tooLarge : undefined);
  const noOutput = error ? `It failed: ${error.type}: ${error.message}` : undefined;
  return (
    <div className="flex flex-col gap-3">
      <div className="grid gap-3 lg:grid-cols-2">
        <JsonBlock title="Fields sent" value={fields} missing={droppedText("fields")} />
        <JsonBlock title="Event" value={event} missing={droppedText("event")} />
        <JsonBlock title="Output" value={output} missing={droppedText("output") ?? noOutput} />
        <JsonBlock title="Fields set" value={set} />
      </div>
      <p className="text-xs text-muted">
        Secrets are taken out{redacted.length > 0 && `, and ${redacted.join(", ")} by the tenant's policy`}. Kept until{" "}
        {formatExact(expiresAt)}.
      </p>
      {!dropped.includes("fields") && <ReplayPanel payload={payload} />}
    </div>
  );
}

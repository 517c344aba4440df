"use client";
import { auditVerificationSchema, portalRoutes } from "@annex/contract";
import { useResource } from "@/client/api-provider";
import { ProblemNotice } from "../problem-notice";
import { Button } from "../ui/button";
import { CopyButton } from "../ui/copy-button";
import { Notice } from "../ui/notice";
import { Time } from "../ui/time";

const words = {
  missing: "is gone",
  changed: "was changed after it had been written",
  out_of_place: "does not follow the one before it",
  unsealed: "was put in between later",
} as const;

/** Whether the trail is whole: every event there, in its place and as it was written. */
export function AuditVerification() {
  const { data, error, refetch, isFetching } = useResource(
    portalRoutes.operator.auditVerification(),
    auditVerificationSchema,
  );
  const again = (
    <Button size="sm" busy={isFetching} onClick={() => void refetch()}>
      Verify again
    </Button>
  );
  if (error)
    return <ProblemNotice error={error} title="The trail could not be verified" onRetry={() => void refetch()} />;
  if (!data)
    return (
      <p role="status" className="text-sm text-muted">
        Verifying the trail…
      </p>
    );
  if (!data.intact && data.broken) {
    return (
      <Notice tone="error" title="The trail is broken" action={again}>
        Event {data.broken.eventId} {words[data.broken.why]}. What comes before it holds. Only the owner of the database
        can have done this: compare with a backup.
      </Notice>
    );
  }
  return (
    <Notice
      tone="success"
      title={`The trail is whole: ${data.sealed.toLocaleString("en")} events in one chain`}
      action={again}
    >
      <span className="flex flex-wrap items-center gap-x-2">
        Verified <Time at={data.checkedAt} />
        {data.waiting > 0 && <span>, {data.waiting} to be sealed in a moment</span>}
        {data.head && (
          <span className="flex items-center gap-1">
            Head <span className="font-mono text-xs">{data.head.slice(0, 16)}…</span>
            <CopyButton text={data.head} label="Copy the head of the chain" />
          </span>
        )}
      </span>
    </Notice>
  );
}

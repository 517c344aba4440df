"use client";
import { logPageSchema, portalRoutes } from "@annex/contract";
import { useState } from "react";
import { useResource } from "@/client/api-provider";
import { flatFields } from "../logs/flat-fields";
import { LogLevelWord } from "../logs/log-level-word";
import { originOf } from "../logs/log-row";
import { ProblemNotice } from "../problem-notice";
import { Button } from "../ui/button";
import { ClockTime } from "../ui/clock-time";
import { CopyButton } from "../ui/copy-button";
import { Skeleton } from "../ui/skeleton";

interface InvocationLogsProps {
  requestId: string | null;
  correlationId: string;
}

/** What one invocation logged, or all that was with it, oldest first. Lines of one that just ended may be on their way. */
export function InvocationLogs({ requestId, correlationId }: InvocationLogsProps) {
  const [ofCall, setOfCall] = useState(requestId === null);
  const logs = useResource(portalRoutes.logs(), logPageSchema, {
    query: { ...(ofCall ? { correlationId } : { requestId: requestId ?? "" }), range: "30d", limit: 500 },
    refetchInterval: 2000,
    keepPrevious: true,
  });
  if (logs.error && !logs.data)
    return (
      <ProblemNotice error={logs.error} title="The lines could not be loaded" onRetry={() => void logs.refetch()} />
    );
  if (!logs.data)
    return (
      <div role="status" aria-label="Loading log lines" className="flex flex-col gap-2">
        <Skeleton className="h-4" />
        <Skeleton className="h-4 w-2/3" />
      </div>
    );
  const lines = logs.data.items.toReversed();
  const text = lines.map(({ at, level, message }) => `${at} ${level} ${message}`).join("\n");
  return (
    <div className="flex flex-col gap-2">
      {requestId !== null && (
        <Button size="sm" className="self-start" aria-pressed={ofCall} onClick={() => setOfCall(!ofCall)}>
          {ofCall ? "Only this invocation" : "With all of the same call"}
        </Button>
      )}
      {lines.length === 0 ? (
        <p className="text-sm text-muted">
          {requestId === null
            ? "The function did not start, so it logged nothing."
            : "No line yet. Lines show up within two seconds; this looks again."}
        </p>
      ) : (
        <div className="relative rounded-md border bg-panel">
          <div className="absolute top-1 right-1">
            <CopyButton text={text} label="Copy log lines" />
          </div>
          <ol aria-label="Log lines" className="flex flex-col gap-1 p-2 pr-9 font-mono text-xs">
            {lines.map((line) => (
              <li key={line.id}>
                <ClockTime at={line.at} className="text-faint" /> <LogLevelWord level={line.level} />{" "}
                {ofCall && <span className="font-sans text-muted">{originOf(line)} </span>}
                <span className="whitespace-pre-wrap [overflow-wrap:anywhere]">{line.message.trim()}</span>
                {flatFields(line.fields).map(({ name, shown }) => (
                  <span key={name} className="text-muted">
                    {" "}
                    <span className="text-faint">{name}=</span>
                    {shown}
                  </span>
                ))}
              </li>
            ))}
          </ol>
        </div>
      )}
    </div>
  );
}

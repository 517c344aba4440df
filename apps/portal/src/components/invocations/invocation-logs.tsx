"use client";
import { logPageSchema, portalRoutes } from "@annex/contract";
import { useResource } from "@/client/api-provider";
import { LogLevelWord } from "../logs/log-level-word";
import { ProblemNotice } from "../problem-notice";
import { ClockTime } from "../ui/clock-time";
import { CopyButton } from "../ui/copy-button";
import { Skeleton } from "../ui/skeleton";

/** What one invocation logged, oldest first. Lines of an invocation that just ended may still be on their way. */
export function InvocationLogs({ requestId }: { requestId: string | null }) {
  const logs = useResource(portalRoutes.logs(), logPageSchema, {
    query: { requestId: requestId ?? "", range: "7d", limit: 500 },
    enabled: requestId !== null,
    refetchInterval: 2000,
  });
  if (requestId === null)
    return <p className="text-sm text-muted">The function did not start, so it logged nothing.</p>;
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
  if (lines.length === 0)
    return <p className="text-sm text-muted">No line yet. Lines show up within two seconds; this looks again.</p>;
  const text = lines.map(({ at, level, message }) => `${at} ${level} ${message}`).join("\n");
  return (
    <div className="relative rounded-md border bg-panel">
      <div className="absolute top-1 right-1">
        <CopyButton text={text} label="Copy log lines" />
      </div>
      <ol aria-label="Log lines" className="flex flex-col gap-1 p-2 pr-9 font-mono text-xs">
        {lines.map(({ id, at, level, message }) => (
          <li key={id}>
            <ClockTime at={at} className="text-faint" /> <LogLevelWord level={level} />{" "}
            <span className="break-words whitespace-pre-wrap">{message.trim()}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}

"use client";
import { type InvocationDetail, invocationDetailSchema, portalRoutes } from "@annex/contract";
import Link from "next/link";
import type { ReactNode } from "react";
import { isMissing } from "@/client/api-error";
import { useResource, useTenant } from "@/client/api-provider";
import { formatExact } from "@/format/time";
import { formatMs, formatUsd } from "@/format/units";
import { Actor } from "../../actor";
import { errorClassNames } from "../../charts/error-class-names";
import { Detail, DetailList } from "../../detail-list";
import { LoadFailure } from "../../load-failure";
import { RecordedPayload } from "../../recorded-payload/recorded-payload";
import { Badge } from "../../ui/badge";
import { Button } from "../../ui/button";
import { cn } from "../../ui/cn";
import { CopyButton } from "../../ui/copy-button";
import { Page } from "../../ui/page";
import { Skeleton } from "../../ui/skeleton";
import { coldStartWords } from "../cold-start";
import { InvocationLogs } from "../invocation-logs";
import { InvocationStack } from "../invocation-stack";
import { OutcomeBadge } from "../outcome-badge";
import { RunAccepted } from "./run-accepted";
import { RunRelated } from "./run-related";
import { RunWaterfall } from "./run-waterfall";
import { gatewayMsOf } from "./waterfall-rows";

const triggers: Readonly<Record<InvocationDetail["trigger"], string>> = {
  request: "A request that waited",
  async: "A request that did not wait",
  schedule: "A schedule",
  replay: "A replay",
};

/** An invocation is written within moments of its answer: until then it is looked for again, this often. */
const lookAgainMs = 1000;
const mostLooks = 4;
const settledMs = 60_000;

/** Soon after it, lines, callbacks and webhooks may still come in. */
function intervalOf(run: InvocationDetail | undefined, failures: number): number | false {
  if (!run) return failures < mostLooks && lookAgainMs;
  const state = run.accepted?.state;
  const isOver = state === undefined || state === "done" || state === "dead" || state === "cancelled";
  return isOver && Date.now() - Date.parse(run.startedAt) > settledMs ? false : 3000;
}

/** Everything about one invocation. */
export function RunPage({ id }: { id: string }) {
  const tenant = useTenant();
  const found = useResource(portalRoutes.invocation(id), invocationDetailSchema, {
    refetchInterval: ({ state }) => intervalOf(state.data, state.errorUpdateCount),
  });
  const run = found.data;
  const mayCome = isMissing(found.error) && found.errorUpdateCount < mostLooks;
  if (!run)
    return (
      <Page title="Invocation">
        {found.error && !mayCome ? (
          <LoadFailure
            error={found.error}
            what="invocation"
            all={{ href: `/t/${tenant}/invocations`, label: "All invocations" }}
            onRetry={() => void found.refetch()}
          />
        ) : (
          <div role="status" aria-label="Loading the invocation" className="flex flex-col gap-4">
            <Skeleton className="h-16" />
            <Skeleton className="h-60" />
            <Skeleton className="h-40" />
          </div>
        )}
      </Page>
    );
  return (
    <Page
      title={`Invocation of ${run.functionName}`}
      description={
        <span className="inline-flex items-center gap-1 font-mono text-xs">
          {run.id}
          <CopyButton text={run.id} label="Copy invocation ID" />
        </span>
      }
      actions={
        <Button asChild size="sm">
          <Link href={`/t/${tenant}/functions/${run.functionName}`}>Open function</Link>
        </Button>
      }
    >
      <RunFacts run={run} />
      {run.errorType !== null && <RunError run={run} />}
      <Section title="Timeline">
        <RunWaterfall run={run} />
      </Section>
      {run.accepted && (
        <Section title="Asynchronous">
          <RunAccepted accepted={run.accepted} attempt={run.attempt} />
        </Section>
      )}
      <Section title="Input and output">
        <RecordedPayload invocationId={run.id} />
      </Section>
      <Section title="Log lines">
        <InvocationLogs requestId={run.requestId} correlationId={run.correlationId} />
        <Link
          href={`/t/${tenant}/logs?correlationId=${encodeURIComponent(run.correlationId)}&range=30d`}
          className="text-sm text-accent-text underline"
        >
          All lines with this correlation ID
        </Link>
      </Section>
      <Section title="The same call">
        <RunRelated run={run} />
      </Section>
      <Section title="Details">
        <RunDetails run={run} />
      </Section>
    </Page>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="flex min-w-0 flex-col gap-2">
      <h2 className="text-base font-semibold">{title}</h2>
      {children}
    </section>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex min-w-28 flex-col gap-0.5 px-3 py-2">
      <dt className="text-xs text-muted">{name}</dt>
      <dd className="text-sm font-medium tabular-nums">{children}</dd>
    </div>
  );
}

/** What one wants to know first, in a row. */
function RunFacts({ run }: { run: InvocationDetail }) {
  const tenant = useTenant();
  const { releaseNumber, functionName, maxMemoryMb, memoryMb, functionMs, timeoutMs } = run;
  const tight = maxMemoryMb !== null && memoryMb !== null && maxMemoryMb > memoryMb * 0.9;
  return (
    <dl className="flex flex-wrap divide-line rounded-md border">
      <Fact name="Outcome">
        <OutcomeBadge outcome={run.outcome} />
      </Fact>
      <Fact name="Started">
        <time dateTime={run.startedAt}>{formatExact(run.startedAt)}</time>
      </Fact>
      <Fact name="Duration">
        {formatMs(run.totalMs)}
        <span className="font-normal text-faint"> after {formatMs(gatewayMsOf(run))} at the gateway</span>
      </Fact>
      <Fact name="Function">
        {formatMs(functionMs)}
        {timeoutMs !== null && <span className="font-normal text-faint"> of {formatMs(timeoutMs)}</span>}
      </Fact>
      <Fact name="Memory">
        {maxMemoryMb === null || memoryMb === null ? (
          "–"
        ) : (
          <span className={cn(tight && "text-amber")}>
            {maxMemoryMb} <span className="font-normal text-faint">of {memoryMb} MB</span>
          </span>
        )}
      </Fact>
      <Fact name="Cost">
        <span title={`USD ${run.costUsd.toFixed(9)} by Lambda's price list`}>{formatUsd(run.costUsd)}</span>
      </Fact>
      <Fact name="Release">
        {releaseNumber === null ? (
          "None reached"
        ) : (
          <span className="inline-flex items-center gap-1.5">
            <Link
              href={`/t/${tenant}/functions/${functionName}/releases/${releaseNumber}`}
              className="text-accent-text underline"
            >
              Release {releaseNumber}
            </Link>
            {run.isLiveRelease && <Badge tone="green">Live</Badge>}
          </span>
        )}
      </Fact>
    </dl>
  );
}

/** What went wrong, whose fault it is, and the line where it did. */
function RunError({ run }: { run: InvocationDetail }) {
  const tenant = useTenant();
  const { errorType, errorMessage, errorStack, errorClass, errorFingerprint, functionName } = run;
  const text = [`${errorType ?? "Error"}: ${errorMessage ?? ""}`, ...errorStack].join("\n");
  return (
    <section
      aria-label="Error"
      className="relative flex flex-col gap-2 rounded-md border border-red bg-red-soft p-3 pr-10"
    >
      <span className="absolute top-1.5 right-1.5">
        <CopyButton text={text} label="Copy error" />
      </span>
      <h2 className="flex flex-wrap items-center gap-2 text-sm font-semibold">
        <span className="font-mono">{errorType ?? "Error"}</span>
        {errorClass && <Badge tone="red">{errorClassNames[errorClass]}</Badge>}
      </h2>
      {errorMessage && <p className="font-mono text-xs whitespace-pre-wrap [overflow-wrap:anywhere]">{errorMessage}</p>}
      <InvocationStack invocation={run} />
      {errorFingerprint && (
        <Link
          href={`/t/${tenant}/functions/${functionName}?tab=metrics&range=7d&error=${errorFingerprint}`}
          className="self-start text-sm text-accent-text underline"
        >
          How often this happens
        </Link>
      )}
    </section>
  );
}

function RunDetails({ run }: { run: InvocationDetail }) {
  return (
    <DetailList>
      <Detail name="Trigger">{triggers[run.trigger]}</Detail>
      <Detail name="Caller">
        <Actor actor={run.caller} />
      </Detail>
      <Detail name="Extension point">{run.extensionPointKey ?? "None: called by name"}</Detail>
      <Detail name="Functions before it">{run.hops === 0 ? "None: the product called" : run.hops}</Detail>
      <Detail name="Billed">{formatMs(run.billedMs)}</Detail>
      <Detail name="Cold start">{coldStartWords(run)}</Detail>
      <Detail name="Correlation ID" copy={run.correlationId}>
        <span className="font-mono text-xs">{run.correlationId}</span>
      </Detail>
      {run.traceId === null ? null : (
        <Detail name="Trace ID" copy={run.traceId}>
          <span className="font-mono text-xs">{run.traceId}</span>
        </Detail>
      )}
      <Detail name="Request ID" copy={run.requestId ?? undefined}>
        <span className="font-mono text-xs">{run.requestId ?? "–"}</span>
      </Detail>
    </DetailList>
  );
}

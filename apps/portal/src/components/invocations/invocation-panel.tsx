"use client";
import { type Invocation, invocationSchema, pageSchema, portalRoutes } from "@annex/contract";
import Link from "next/link";
import type { ReactNode } from "react";
import { useResource, useTenant } from "@/client/api-provider";
import { formatExact } from "@/format/time";
import { formatMs } from "@/format/units";
import { Actor } from "../actor";
import { Detail, DetailList } from "../detail-list";
import { ProblemNotice } from "../problem-notice";
import { Button } from "../ui/button";
import { CopyButton } from "../ui/copy-button";
import { Notice } from "../ui/notice";
import { Sheet } from "../ui/sheet";
import { Skeleton } from "../ui/skeleton";
import { coldStartWords } from "./cold-start";
import { InvocationLogs } from "./invocation-logs";
import { InvocationStack } from "./invocation-stack";
import { OutcomeBadge } from "./outcome-badge";
import { StepTimeline } from "./step-timeline";

const page = pageSchema(invocationSchema);

interface InvocationPanelProps {
  /** Empty while none is open. */
  id: string;
  /** Where the list has it already. */
  loaded: Invocation | undefined;
  onClose: () => void;
}

/** One invocation in full, beside the list. A link to it works although the list has moved on. */
export function InvocationPanel({ id, loaded, onClose }: InvocationPanelProps) {
  const wanted = id !== "" && !loaded;
  const found = useResource(portalRoutes.invocations(), page, { query: { id, range: "7d" }, enabled: wanted });
  const invocation = loaded ?? found.data?.items[0];
  return (
    <Sheet
      open={id !== ""}
      onOpenChange={(open) => open || onClose()}
      title={invocation ? `Invocation of ${invocation.functionName}` : "Invocation"}
    >
      {invocation && <InvocationDetail invocation={invocation} />}
      {!invocation && found.error && (
        <ProblemNotice
          error={found.error}
          title="The invocation could not be loaded"
          onRetry={() => void found.refetch()}
        />
      )}
      {!invocation && found.data && (
        <Notice tone="warning" title="It is not there">
          No invocation of the last 7 days has this ID. The link may be older, or of another tenant.
        </Notice>
      )}
      {!invocation && found.isPending && (
        <div role="status" aria-label="Loading the invocation" className="flex flex-col gap-3">
          <Skeleton className="h-5 w-40" />
          <Skeleton className="h-24" />
          <Skeleton className="h-40" />
        </div>
      )}
    </Sheet>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="flex flex-col gap-2">
      <h3 className="text-sm font-semibold">{title}</h3>
      {children}
    </section>
  );
}

function InvocationError({ invocation }: { invocation: Invocation }) {
  const { errorType, errorMessage, errorStack } = invocation;
  if (errorType === null && errorMessage === null) return null;
  const text = [[errorType, errorMessage].filter(Boolean).join(": "), ...errorStack].join("\n");
  return (
    <Notice
      tone="error"
      title={<span className="font-mono">{errorType ?? "Error"}</span>}
      action={<CopyButton text={text} label="Copy error" />}
    >
      <p className="font-mono text-xs whitespace-pre-wrap">{errorMessage}</p>
      <InvocationStack invocation={invocation} />
    </Notice>
  );
}

function InvocationDetail({ invocation }: { invocation: Invocation }) {
  const tenant = useTenant();
  const { functionName, requestId, correlationId, maxMemoryMb, memoryMb } = invocation;
  return (
    <>
      <div className="flex flex-wrap items-center gap-2">
        <OutcomeBadge outcome={invocation.outcome} />
        <span className="text-sm tabular-nums">{formatMs(invocation.totalMs)}</span>
        <span className="ml-auto flex gap-2">
          <Button asChild size="sm">
            <Link href={`/t/${tenant}/functions/${functionName}`}>Open function</Link>
          </Button>
          <Button asChild size="sm" variant="primary">
            <Link href={`/t/${tenant}/invocations/${invocation.id}`}>Open in full</Link>
          </Button>
        </span>
      </div>
      <InvocationError invocation={invocation} />
      <Section title="Timeline">
        <StepTimeline invocation={invocation} />
      </Section>
      <Section title="Details">
        <DetailList>
          <Detail name="Started">{formatExact(invocation.startedAt)}</Detail>
          <Detail name="Extension point">{invocation.extensionPointKey ?? "None: called by name"}</Detail>
          <Detail name="Release">{invocation.releaseNumber ?? "–"}</Detail>
          <Detail name="Caller">
            <Actor actor={invocation.caller} />
          </Detail>
          <Detail name="Function time">{formatMs(invocation.functionMs)}</Detail>
          <Detail name="Billed">{formatMs(invocation.billedMs)}</Detail>
          <Detail name="Cold start">{coldStartWords(invocation)}</Detail>
          <Detail name="Memory">
            {maxMemoryMb === null || memoryMb === null ? "–" : `${maxMemoryMb} of ${memoryMb} MB`}
          </Detail>
          <Detail name="Correlation ID" copy={correlationId}>
            <span className="font-mono text-xs">{correlationId}</span>
          </Detail>
          <Detail name="Request ID" copy={requestId ?? undefined}>
            <span className="font-mono text-xs">{requestId ?? "–"}</span>
          </Detail>
          <Detail name="Invocation ID" copy={invocation.id}>
            <span className="font-mono text-xs">{invocation.id}</span>
          </Detail>
        </DetailList>
      </Section>
      <Section title="Log lines">
        <InvocationLogs requestId={requestId} correlationId={correlationId} />
        <Link
          href={`/t/${tenant}/logs?correlationId=${encodeURIComponent(correlationId)}&range=7d`}
          className="text-sm text-accent-text underline"
        >
          All lines with this correlation ID
        </Link>
      </Section>
    </>
  );
}

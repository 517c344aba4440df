import { createHash } from "node:crypto";
import { pipelineSteps } from "@annex/contract";
import { type Attributes, scope, toAttributes, toNanos } from "./otlp-values.ts";

/** A row of the ledger that is in a trace. Milliseconds. */
export interface TracedRow {
  readonly id: string;
  readonly tenant: string;
  readonly traceId: string;
  /** What the function saw as its parent. */
  readonly spanId: string;
  readonly parentSpanId: string | null;
  readonly correlationId: string;
  readonly requestId: string | null;
  readonly functionName: string;
  readonly releaseNumber: number | null;
  readonly extensionPointKey: string | null;
  readonly caller: string;
  readonly trigger: string;
  readonly attempt: number | null;
  readonly outcome: string;
  readonly errorClass: string | null;
  readonly errorType: string | null;
  readonly errorMessage: string | null;
  readonly startedAt: Date;
  readonly totalMs: number;
  readonly functionMs: number | null;
  readonly billedMs: number | null;
  readonly initMs: number | null;
  readonly memoryMb: number | null;
  readonly maxMemoryMb: number | null;
  readonly costUsd: number;
  readonly steps: Readonly<Record<string, number>>;
}

/** Of opentelemetry/proto/trace/v1/trace.proto. */
const kinds = { internal: 1, server: 2, client: 3 } as const;
const statusError = 2;
/** They ran before the row's own time began. */
const gatewaySteps: ReadonlySet<string> = new Set(["correlate", "authenticate", "checkRate"]);

interface Span {
  readonly name: string;
  readonly spanId: string;
  readonly parentSpanId: string | null;
  readonly kind: keyof typeof kinds;
  readonly fromMs: number;
  readonly toMs: number;
  readonly attributes: Attributes;
}

/** A span that the ledger keeps no ID of: the same each time that it is sent. */
function derivedId({ spanId, id }: TracedRow, name: string): string {
  return createHash("sha256").update(`${spanId} ${id} ${name}`).digest("hex").slice(0, 16);
}

const sum = (steps: readonly (readonly [string, number])[]) => steps.reduce((total, [, ms]) => total + ms, 0);

/** Steps run one after the other: each begins where the one before it ended. */
function stepSpans(row: TracedRow, parentSpanId: string): Span[] {
  const known = pipelineSteps.flatMap((name) => {
    const ms = row.steps[name];
    return ms === undefined ? [] : [[name, ms] as const];
  });
  let atMs = row.startedAt.getTime() - sum(known.filter(([name]) => gatewaySteps.has(name)));
  return known.map(([name, ms]) => {
    const fromMs = atMs;
    atMs += ms;
    const kind = name === "invoke" ? "client" : "internal";
    return { name, spanId: derivedId(row, name), parentSpanId, kind, fromMs, toMs: atMs, attributes: {} };
  });
}

/** The function's own time as its REPORT tells it; in the middle of the step that waited for it, for clocks differ. */
function functionSpans(row: TracedRow, invoke: Span | undefined): Span[] {
  const { functionMs, initMs, functionName, requestId, billedMs, memoryMb, maxMemoryMb } = row;
  if (!invoke || functionMs === null) return [];
  const waitedMs = invoke.toMs - invoke.fromMs;
  const fromMs = invoke.fromMs + Math.max(0, waitedMs - (initMs ?? 0) - functionMs) / 2;
  const startMs = fromMs + (initMs ?? 0);
  const attributes = {
    "faas.name": functionName,
    "faas.invocation_id": requestId,
    "faas.coldstart": initMs !== null,
    "faas.max_memory": memoryMb === null ? null : memoryMb * 1_048_576,
    "annex.memory_used_mb": maxMemoryMb,
    "annex.billed_ms": billedMs,
  };
  const own = { parentSpanId: invoke.spanId, toMs: startMs + functionMs };
  const init = { name: `init ${functionName}`, parentSpanId: invoke.spanId, fromMs, toMs: startMs, attributes: {} };
  return [
    ...(initMs === null ? [] : [{ ...init, spanId: derivedId(row, "init"), kind: "internal" as const }]),
    { ...own, name: functionName, spanId: row.spanId, kind: "server", fromMs: startMs, attributes },
  ];
}

function invocationSpan(row: TracedRow, steps: readonly Span[]): Omit<Span, "spanId"> {
  const startMs = row.startedAt.getTime();
  const attributes = {
    "annex.tenant": row.tenant,
    "annex.invocation_id": row.id,
    "annex.correlation_id": row.correlationId,
    "annex.function": row.functionName,
    "annex.release": row.releaseNumber,
    "annex.extension_point": row.extensionPointKey,
    "annex.caller": row.caller,
    "annex.attempt": row.attempt,
    "annex.outcome": row.outcome,
    "annex.error_class": row.errorClass,
    "annex.cost_usd": row.costUsd,
    "faas.trigger": row.trigger === "schedule" ? "timer" : row.trigger === "request" ? "http" : "other",
    "error.type": row.errorType ?? (row.outcome === "success" ? null : row.outcome),
  };
  const fromMs = Math.min(startMs, ...steps.map((step) => step.fromMs));
  const toMs = Math.max(startMs + row.totalMs, ...steps.map((step) => step.toMs));
  return {
    name: `invoke ${row.functionName}`,
    parentSpanId: row.parentSpanId,
    kind: "server",
    fromMs,
    toMs,
    attributes,
  };
}

/** One invocation's spans, below the caller's span: itself, its pipeline's steps, and the function within `invoke`. */
function spansOf(row: TracedRow) {
  const spanId = derivedId(row, "invocation");
  const steps = stepSpans(row, spanId);
  const own = { ...invocationSpan(row, steps), spanId };
  const within = functionSpans(
    row,
    steps.find(({ name }) => name === "invoke"),
  );
  const isFailed = row.outcome !== "success";
  const failure = { status: { code: statusError, message: row.errorMessage ?? row.outcome } };
  return [own, ...steps, ...within].map(({ name, kind, parentSpanId, fromMs, toMs, attributes, ...ids }) => ({
    traceId: row.traceId,
    ...ids,
    ...(parentSpanId === null ? {} : { parentSpanId }),
    name,
    kind: kinds[kind],
    startTimeUnixNano: toNanos(fromMs),
    endTimeUnixNano: toNanos(toMs),
    attributes: toAttributes(attributes),
    ...(isFailed && (ids.spanId === spanId || ids.spanId === row.spanId) ? failure : {}),
  }));
}

/** `ExportTraceServiceRequest` of these invocations. */
export function traceRequest(resource: Attributes, rows: readonly TracedRow[]) {
  const spans = rows.flatMap(spansOf);
  return { resourceSpans: [{ resource: { attributes: toAttributes(resource) }, scopeSpans: [{ scope, spans }] }] };
}

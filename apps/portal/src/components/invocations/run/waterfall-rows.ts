import type { InvocationDetail } from "@annex/contract";
import { hasFailed, stepSpans } from "../step-spans";

export interface WaterfallRow {
  readonly key: string;
  readonly label: string;
  /** Said of it where somebody asks. */
  readonly detail: string;
  /** 0 for a step of the pipeline, 1 for what happens within one, 2 for what a function called. */
  readonly depth: number;
  readonly ms: number;
  /** Where it begins and how long it is, as shares of the whole; both 0 to 1. */
  readonly start: number;
  readonly share: number;
  readonly kind: "step" | "init" | "function" | "call" | "child";
  readonly failed: boolean;
  /** The invocation that it is. */
  readonly invocationId?: string;
}

type Whole = Pick<
  InvocationDetail,
  "steps" | "totalMs" | "startedAt" | "initMs" | "functionMs" | "calls" | "related" | "outcome"
>;

const share = (value: number) => Math.min(1, Math.max(0, value));

/** The steps before the target was looked up: they come before `startedAt`, and the duration leaves them out. Milliseconds. */
export function gatewayMsOf({ steps }: Pick<InvocationDetail, "steps">): number {
  return (steps.authenticate ?? 0) + (steps.checkRate ?? 0);
}

/** The whole of it, with the gateway's steps. Milliseconds. */
export function wholeMsOf({ steps, totalMs }: Pick<InvocationDetail, "steps" | "totalMs">): number {
  const sum = Object.values(steps).reduce((before, ms) => before + ms, 0);
  return Math.max(totalMs + gatewayMsOf({ steps }), sum, 0.001);
}

/**
 * An invocation as it went, in order: the steps of the pipeline, within the one that invokes the function its start and
 * its own time, and within that what it asked of the platform and which functions that ran. The function's part is
 * measured by Lambda without saying when it began: it is set at the end of the step, before the answer's way back.
 */
export function waterfallRows(run: Whole): WaterfallRow[] {
  const { steps, startedAt, calls, related, outcome } = run;
  const wholeMs = wholeMsOf(run);
  const spans = stepSpans(steps, wholeMs);
  const gatewayMs = gatewayMsOf(run);
  const placed = (at: string, ms: number) => {
    const start = share((Date.parse(at) - Date.parse(startedAt) + gatewayMs) / wholeMs);
    return { ms, start, share: Math.min(share(ms / wholeMs), 1 - start) };
  };
  const inFunction: WaterfallRow[] = [
    ...calls.map(({ id, at, method, path, status, durationMs }) => ({
      key: `call-${id}`,
      label: `${method} ${path}`,
      detail: `The platform answered ${status}`,
      depth: 2,
      ...placed(at, durationMs),
      kind: "call" as const,
      failed: status >= 400,
    })),
    ...related
      .filter(({ relation }) => relation === "child")
      .map((child) => ({
        key: `child-${child.id}`,
        label: child.functionName,
        detail: `Invocation of ${child.functionName}`,
        depth: 2,
        ...placed(child.startedAt, child.totalMs),
        kind: "child" as const,
        failed: child.outcome !== "success",
        invocationId: child.id,
      })),
  ].toSorted((a, b) => a.start - b.start);
  return spans.flatMap(({ name, words, ms, start, share: part }): WaterfallRow[] => {
    const failed = hasFailed(name, outcome);
    const step = { key: name, label: words.label, detail: words.detail, ms, start, share: part };
    const row: WaterfallRow = { ...step, depth: 0, kind: "step", failed };
    if (name !== "invoke") return [row];
    return [row, ...within(run, { start, end: start + part, wholeMs }), ...inFunction];
  });
}

interface Place {
  readonly start: number;
  readonly end: number;
  readonly wholeMs: number;
}

function within({ initMs, functionMs, outcome }: Whole, { start, end, wholeMs }: Place): WaterfallRow[] {
  const own = Math.min((functionMs ?? 0) / wholeMs, end - start);
  const init = Math.min((initMs ?? 0) / wholeMs, end - start - own);
  const rows: WaterfallRow[] = [];
  if (initMs !== null) {
    const detail = "A new execution environment: the runtime starts and the code is loaded";
    const place = { start: Math.max(start, end - own - init), share: init, ms: initMs };
    rows.push({ key: "init", label: "Cold start", detail, depth: 1, ...place, kind: "init", failed: false });
  }
  if (functionMs !== null) {
    const place = { start: end - own, share: own, ms: functionMs };
    const failed = outcome !== "success";
    rows.push({
      key: "function",
      label: "Function",
      detail: "The handler itself",
      depth: 1,
      ...place,
      kind: "function",
      failed,
    });
  }
  return rows;
}

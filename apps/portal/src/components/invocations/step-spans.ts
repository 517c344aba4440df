import { type Outcome, type PipelineStep, pipelineSteps } from "@annex/contract";

interface StepWords {
  readonly label: string;
  readonly detail: string;
}

const known: Readonly<Record<PipelineStep, StepWords>> = {
  correlate: { label: "Correlate", detail: "Take or make the correlation ID" },
  authenticate: { label: "Authenticate", detail: "Verify the access token" },
  checkRate: { label: "Check rate", detail: "Check the tenant's rate" },
  loadTarget: { label: "Load target", detail: "Find the function and its live release" },
  checkTenancy: { label: "Check tenancy", detail: "Make sure that the function is the tenant's own" },
  checkStops: { label: "Check stops", detail: "Nothing of it is paused, and its budget holds" },
  assumeInvokeRole: { label: "Assume role", detail: "Credentials that reach this tenant's functions only" },
  mapInput: { label: "Map input", detail: "Fields to the handler's parameters" },
  enter: { label: "Wait for a place", detail: "A place among the invocations that run at once" },
  invoke: { label: "Invoke", detail: "The function itself, with its start where it was cold" },
  mapOutput: { label: "Map output", detail: "The handler's result to fields" },
  recordInvocation: { label: "Record", detail: "Write this row" },
};
/** In the order of the pipeline: the database keeps the steps without one. */
const order: readonly string[] = pipelineSteps;
const wordsOf = (name: string): StepWords =>
  Object.entries(known).find(([step]) => step === name)?.[1] ?? { label: name, detail: name };

interface StepSpan {
  readonly name: string;
  readonly words: StepWords;
  readonly ms: number;
  /** Where it begins and how long it is, as shares of the whole. */
  readonly start: number;
  readonly share: number;
}

/** Whether the step is where an invocation with this outcome failed: what was throttled never got to run. */
export function hasFailed(step: string, outcome: Outcome): boolean {
  return step === "invoke" && outcome !== "success" && outcome !== "throttled";
}

/** Steps in their order, each beginning where the one before it ended. `totalMs` is at least their sum. */
export function stepSpans(steps: Readonly<Record<string, number>>, totalMs: number): StepSpan[] {
  const named = Object.entries(steps).toSorted(
    ([a], [b]) => ((order.indexOf(a) + 99) % 99) - ((order.indexOf(b) + 99) % 99),
  );
  const whole = Math.max(
    totalMs,
    named.reduce((sum, [, ms]) => sum + ms, 0),
    0.001,
  );
  let before = 0;
  return named.map(([name, ms]) => {
    const start = before / whole;
    before += ms;
    return { name, words: wordsOf(name), ms, start, share: ms / whole };
  });
}

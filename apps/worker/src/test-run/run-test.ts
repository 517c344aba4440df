import { AppError, draftContentSchema, fieldValuesSchema, type TestResult } from "@annex/contract";
import { checkMayTest, type JobData, toJson } from "@annex/control-plane";
import { storable } from "@annex/telemetry";
import { BuildFailure } from "../build/build-failure.ts";
import { withLock } from "../jobs/with-lock.ts";
import type { WorkerContext } from "../worker-context.ts";
import { type DraftRun, NotRunnable, runDraft } from "./run-draft.ts";

type Outcome = Omit<TestResult, "totalMs" | "memoryMb">;

function refusedBy({ code, message }: AppError): Outcome {
  return { status: "refused", error: { type: code, message, stack: [] }, diagnostics: [], logs: [] };
}

function failedOutcome(ctx: WorkerContext, error: unknown): Outcome {
  const nothing = { logs: [] };
  if (error instanceof BuildFailure) return { status: "build_failed", diagnostics: [...error.diagnostics], ...nothing };
  if (error instanceof NotRunnable)
    return { status: "mapping_failed", diagnostics: [...error.diagnostics], ...nothing };
  if (error instanceof AppError && error.code === "payload_too_large") return refusedBy(error);
  ctx.log("error", "test run failed", { cause: String(error), detail: error instanceof AppError ? error.detail : {} });
  const message = error instanceof AppError ? error.message : "Something went wrong on our side. Try again.";
  return { status: "platform_error", error: { type: "Platform", message, stack: [] }, diagnostics: [], ...nothing };
}

/** What was stopped since it was asked for is not begun. */
async function runUnlessStopped(ctx: WorkerContext, run: DraftRun): Promise<Outcome> {
  try {
    await ctx.db.forTenant(run.tenantId).run((tx) => checkMayTest(tx, run));
  } catch (error) {
    if (error instanceof AppError) return refusedBy(error);
    throw error;
  }
  return runDraft(ctx, run);
}

async function runOpenTest(ctx: WorkerContext, id: string): Promise<void> {
  const started = performance.now();
  const row = await ctx.db.operator.testRun.findUnique({
    where: { id },
    include: { function: true },
  });
  if (!row || row.state === "done") return;
  await ctx.db.operator.testRun.update({ where: { id }, data: { state: "running" }, select: { id: true } });
  const { tenantId, functionId } = row;
  const content = draftContentSchema.parse(row.content);
  const record = fieldValuesSchema.parse(row.record);
  const { name: functionName, cellId } = row.function;
  const run = { tenantId, functionId, functionName, cellId, content, record };
  const outcome = await runUnlessStopped(ctx, run).catch((error) => failedOutcome(ctx, error));
  const result = { memoryMb: content.memoryMb, ...outcome, totalMs: performance.now() - started };
  // what code answers, logs and throws may be no text that the database holds: the test ends all the same
  const data = { state: "done", result: toJson(storable(result)), finishedAt: new Date() } as const;
  await ctx.db.operator.testRun.update({ where: { id }, data, select: { id: true } });
}

/** Runs a test and writes its result; one that is done already (a job given back) is left as it is. */
export function runTest(ctx: WorkerContext, { testRunId: id }: JobData<"test-run">): Promise<void> {
  return withLock(ctx.db, `test:${id}`, () => runOpenTest(ctx, id));
}

import { setTimeout as delay } from "node:timers/promises";
import { AppError, draftContentSchema } from "@annex/contract";
import { checkMayTest, loadSuite, makeSuiteRuns } from "@annex/control-plane";
import type { Tx } from "@annex/db";
import type { OpenCell } from "../cells/cells.ts";
import { runTest } from "../test-run/run-test.ts";
import type { WorkerContext } from "../worker-context.ts";
import type { DeploymentWork } from "./deployment-work.ts";
import { TestsFailed } from "./tests-failed.ts";
import { TestsStopped } from "./tests-stopped.ts";

function checkNotStopped(tx: Tx, tested: Parameters<typeof checkMayTest>[1]): Promise<void> {
  return checkMayTest(tx, tested).catch((error) => {
    throw error instanceof AppError ? new TestsStopped(error) : error;
  });
}

/**
 * The gate: runs the function's test events on the release as it was built. Where an earlier try died it runs them
 * anew. @throws TestsFailed, TestsStopped.
 */
export async function passTests(ctx: WorkerContext, _: OpenCell, work: DeploymentWork): Promise<string> {
  const { tenantId, functionId, release, createdBy } = work;
  const content = draftContentSchema.parse(release.content);
  const wanted = { tenantId, functionId, content, createdBy };
  const { suiteId, runIds } = await ctx.db.operator.$transaction(async (tx) => {
    const suite = await makeSuiteRuns(tx, wanted);
    // nothing is written of a suite that does not begin
    if (suite.runIds.length > 0) await checkNotStopped(tx, { ...wanted, releaseNumber: release.number });
    return suite;
  });
  if (runIds.length === 0) return "no test events";
  for (const testRunId of runIds) await runTest(ctx, { tenantId, testRunId });
  let suite = await loadSuite(ctx.db.operator, functionId, suiteId);
  for (; suite.state !== "done"; suite = await loadSuite(ctx.db.operator, functionId, suiteId)) await delay(50);
  if (suite.passed < suite.runs.length) throw new TestsFailed(suite);
  return `${suite.passed} tests passed`;
}

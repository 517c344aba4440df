import { AppError, startTestSuiteSchema, type TestSuite } from "@annex/contract";
import { z } from "zod";
import { authorise } from "../context/authorise.ts";
import { parse } from "../context/parse.ts";
import type { TenantContext } from "../context/tenant-context.ts";
import { loadFunction } from "../function/load-function.ts";
import { loadSuite } from "../get-test-suite/load-suite.ts";
import { checkMayTest } from "../may-run/check-may-test.ts";
import { checkTestQueue } from "../may-run/check-test-queue.ts";
import { checkSource } from "../save-draft/check-source.ts";
import { makeSuiteRuns } from "./suite-runs.ts";

const inputSchema = startTestSuiteSchema.extend({ functionName: z.string() });

/**
 * Runs the draft as it is on screen with the function's test events: all, or those that are named.
 * @throws AppError `not_found`; `conflict` when there is no test event; as `checkMayTest` and `checkTestQueue`.
 */
export function startTestSuite(ctx: TenantContext, input: z.input<typeof inputSchema>): Promise<TestSuite> {
  const { functionName, content, testEventIds } = parse(inputSchema, input);
  return ctx.db.run(async (tx) => {
    const { id: functionId } = await loadFunction(tx, functionName);
    authorise(ctx, "developer");
    await checkSource(tx, content.source);
    const tenantId = ctx.tenant.id;
    await checkMayTest(tx, { tenantId, functionId, content });
    await checkTestQueue(tx, tenantId);
    const wanted = { tenantId, functionId, content, createdBy: ctx.principal.actor };
    const { suiteId, runIds } = await makeSuiteRuns(tx, { ...wanted, ...(testEventIds ? { testEventIds } : {}) });
    if (runIds.length === 0) throw new AppError("conflict", "There is no test event yet. Save one, then run it.");
    for (const testRunId of runIds)
      await ctx.jobs.send(tx, { queue: "test-run", data: { tenantId, testRunId } }, { singletonKey: testRunId });
    return loadSuite(tx, functionId, suiteId);
  });
}

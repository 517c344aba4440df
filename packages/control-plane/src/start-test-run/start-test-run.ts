import { startTestRunSchema, type TestRun } from "@annex/contract";
import { z } from "zod";
import { authorise } from "../context/authorise.ts";
import { parse } from "../context/parse.ts";
import type { TenantContext } from "../context/tenant-context.ts";
import { toJson } from "../context/to-json.ts";
import { loadFunction } from "../function/load-function.ts";
import { toTestRun } from "../get-test-run/to-test-run.ts";
import { checkMayTest } from "../may-run/check-may-test.ts";
import { checkTestQueue } from "../may-run/check-test-queue.ts";
import { checkSource } from "../save-draft/check-source.ts";

const inputSchema = startTestRunSchema.extend({ functionName: z.string() });

/** Starts a test of the draft as it is on screen, saved or not. @throws AppError `not_found`, `invalid_request`, as `checkMayTest` and `checkTestQueue`. */
export async function startTestRun(ctx: TenantContext, input: z.input<typeof inputSchema>): Promise<TestRun> {
  const { functionName, content, record } = parse(inputSchema, input);
  return ctx.db.run(async (tx) => {
    const { id: functionId } = await loadFunction(tx, functionName);
    authorise(ctx, "developer");
    await checkSource(tx, content.source);
    const tenantId = ctx.tenant.id;
    await checkMayTest(tx, { tenantId, functionId, content });
    await checkTestQueue(tx, tenantId);
    const createdBy = ctx.principal.actor;
    const row = await tx.testRun.create({
      data: { tenantId, functionId, content: toJson(content), record: toJson(record), createdBy },
    });
    await ctx.jobs.send(tx, { queue: "test-run", data: { tenantId, testRunId: row.id } }, { singletonKey: row.id });
    return toTestRun(row);
  });
}

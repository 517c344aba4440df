import { setTimeout as delay } from "node:timers/promises";
import { AppError, type TestRun } from "@annex/contract";
import { z } from "zod";
import { parse } from "../context/parse.ts";
import type { TenantContext } from "../context/tenant-context.ts";
import { loadFunction } from "../function/load-function.ts";
import { toTestRun } from "./to-test-run.ts";

const inputSchema = z.object({
  functionName: z.string(),
  testRunId: z.uuid("There is no such test run."),
  /** Answer when it is done, or after this time. */
  waitMs: z.number().int().min(0).max(30_000).default(0),
});

async function read(ctx: TenantContext, functionName: string, id: string): Promise<TestRun> {
  const row = await ctx.db.run(async (tx) => {
    const { id: functionId } = await loadFunction(tx, functionName);
    // what a replay of a draft tells was recorded: getReplay alone reads it, redacts it and asks for more than viewers
    const isReplay = (await tx.replay.count({ where: { id } })) > 0;
    return isReplay ? null : tx.testRun.findFirst({ where: { id, functionId } });
  });
  if (!row) throw new AppError("not_found", "There is no such test run.");
  return toTestRun(row);
}

/** @throws AppError `not_found`, for a replay of a draft too. */
export async function getTestRun(ctx: TenantContext, input: z.input<typeof inputSchema>): Promise<TestRun> {
  const { functionName, testRunId, waitMs } = parse(inputSchema, input);
  const deadline = Date.now() + waitMs;
  for (let pauseMs = 15; ; pauseMs = Math.min(pauseMs * 1.5, 150)) {
    const run = await read(ctx, functionName, testRunId);
    if (run.state === "done" || Date.now() >= deadline) return run;
    await delay(pauseMs);
  }
}

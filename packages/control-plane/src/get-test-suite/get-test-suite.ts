import { setTimeout as delay } from "node:timers/promises";
import type { TestSuite } from "@annex/contract";
import { z } from "zod";
import { parse } from "../context/parse.ts";
import type { TenantContext } from "../context/tenant-context.ts";
import { loadFunction } from "../function/load-function.ts";
import { loadSuite } from "./load-suite.ts";

const inputSchema = z.object({
  functionName: z.string(),
  suiteId: z.uuid("There is no such test suite."),
  /** Answer when every test is done, or after this time. */
  waitMs: z.number().int().min(0).max(30_000).default(0),
});

/** @throws AppError `not_found`. */
export async function getTestSuite(ctx: TenantContext, input: z.input<typeof inputSchema>): Promise<TestSuite> {
  const { functionName, suiteId, waitMs } = parse(inputSchema, input);
  const deadline = Date.now() + waitMs;
  for (let pauseMs = 25; ; pauseMs = Math.min(pauseMs * 1.5, 200)) {
    const suite = await ctx.db.run(async (tx) => loadSuite(tx, (await loadFunction(tx, functionName)).id, suiteId));
    if (suite.state === "done" || Date.now() >= deadline) return suite;
    await delay(pauseMs);
  }
}

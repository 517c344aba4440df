import { existsSync, readFileSync } from "node:fs";
import { z } from "zod";
import { env } from "../env.ts";
import { say } from "../terminal.ts";
import type { Counts } from "./counts.ts";
import { runShown } from "./run-shown.ts";

const reportSchema = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number().default(0),
  testResults: z.array(z.object({ status: z.string(), assertionResults: z.array(z.unknown()) })),
});

/** Unit, capability, conformance, isolation and tenancy tests. A file that could not even load counts as failed. */
export async function runVitest(reportFile: string): Promise<Counts> {
  say("• Unit, capability, conformance, isolation and tenancy tests");
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${reportFile}`];
  const extra = env.NODE_EXTRA_CA_CERTS ? { NODE_EXTRA_CA_CERTS: env.NODE_EXTRA_CA_CERTS } : {};
  const code = await runShown("vitest", ["run", ...reporters], extra);
  if (!existsSync(reportFile)) return { passed: 0, failed: 1, skipped: 0 };
  const report = reportSchema.parse(JSON.parse(readFileSync(reportFile, "utf8")));
  const unloaded = report.testResults.filter((file) => file.status === "failed" && file.assertionResults.length === 0);
  const failed = report.numFailedTests + unloaded.length;
  return {
    passed: report.numPassedTests,
    failed: failed === 0 && code !== 0 ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

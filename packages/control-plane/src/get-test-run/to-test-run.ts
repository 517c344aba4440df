import { type TestRun, testResultSchema } from "@annex/contract";
import type { TestRun as TestRunRow } from "@annex/db";

export function toTestRun(row: TestRunRow): TestRun {
  const { id, state } = row;
  const result = row.result === null ? null : testResultSchema.parse(row.result);
  return { id, state, result, createdAt: row.createdAt.toISOString() };
}

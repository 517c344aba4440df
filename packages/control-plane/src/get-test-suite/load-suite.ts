import { AppError, expectationSchema, type TestSuite, testResultSchema } from "@annex/contract";
import type { TestRun as TestRunRow, Tx } from "@annex/db";
import { judge } from "./judge.ts";

function toRun(row: TestRunRow): TestSuite["runs"][number] {
  const result = row.result === null ? null : testResultSchema.parse(row.result);
  const expected = row.expected === null ? null : expectationSchema.parse(row.expected);
  const mismatches = result ? judge(expected, result) : [];
  return {
    testRunId: row.id,
    testEventId: row.testEventId ?? "",
    name: row.name ?? "",
    state: row.state,
    passed: result ? mismatches.length === 0 : null,
    expected,
    mismatches,
    result,
  };
}

/** A suite with what each test came to so far. @throws AppError `not_found`. */
export async function loadSuite(tx: Pick<Tx, "testRun">, functionId: string, suiteId: string): Promise<TestSuite> {
  const rows = await tx.testRun.findMany({ where: { suiteId, functionId }, orderBy: { id: "asc" } });
  if (rows.length === 0) throw new AppError("not_found", "There is no such test suite.");
  const runs = rows.map(toRun);
  return {
    id: suiteId,
    state: runs.every(({ state }) => state === "done") ? "done" : "running",
    passed: runs.filter(({ passed }) => passed === true).length,
    failed: runs.filter(({ passed }) => passed === false).length,
    runs,
  };
}

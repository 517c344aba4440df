import type { Expectation, TestResult } from "@annex/contract";
import { expect, test } from "vitest";
import { judge } from "./judge.ts";

const result = (more: Partial<TestResult> = {}): TestResult => ({
  ...{ status: "success", output: { note: "x" }, fields: { "invoice.note": "x" } },
  ...{ diagnostics: [], logs: [], memoryMb: 128, totalMs: 1 },
  ...more,
});
const failed = result({ status: "function_error", error: { type: "TypeError", message: "m", stack: [] } });

test.each<[string, Expectation | null, TestResult]>([
  ["success, where nothing is expected", null, result()],
  ["equal fields", { fields: { "invoice.note": "x" } }, result()],
  ["equal output, whatever its order", { output: { a: 1, b: [2] } }, result({ output: { b: [2], a: 1 } })],
  ["the expected error", { errorType: "TypeError" }, failed],
])("passes: %s", (_, expected, came) => {
  expect(judge(expected, came)).toEqual([]);
});

test.each<[string, Expectation | null, TestResult, string[]]>([
  ["a failure, where nothing is expected", null, failed, ["status"]],
  ["other fields", { fields: { "invoice.note": "y" } }, result(), ["fields"]],
  ["a field more", { fields: {} }, result(), ["fields"]],
  ["another output", { output: null }, result(), ["output"]],
  ["success, where an error is expected", { errorType: "TypeError" }, result(), ["status", "errorType"]],
  ["a build that failed", null, result({ status: "build_failed" }), ["status"]],
])("does not pass, and tells both sides: %s", (_, expected, came, places) => {
  const mismatches = judge(expected, came);
  expect(mismatches.map(({ at }) => at)).toEqual(places);
  for (const mismatch of mismatches) expect(mismatch.expected).not.toEqual(mismatch.actual);
});

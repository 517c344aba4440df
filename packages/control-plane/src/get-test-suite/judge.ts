import { isDeepStrictEqual } from "node:util";
import type { Expectation, Mismatch, TestResult } from "@annex/contract";

type Json = Mismatch["expected"];

/** Objects of `Object.create(null)` and others are equal as JSON. */
function equal(a: Json, b: Json): boolean {
  return isDeepStrictEqual(JSON.parse(JSON.stringify(a)), JSON.parse(JSON.stringify(b)));
}

/** Where a test came to something else than was expected; nothing where it passed. */
export function judge(expected: Expectation | null, result: TestResult): Mismatch[] {
  const { fields, output, errorType } = expected ?? {};
  const status = errorType === undefined ? "success" : "function_error";
  const checks: { at: string; expected: Json | undefined; actual: Json }[] = [
    { at: "status", expected: status, actual: result.status },
    { at: "errorType", expected: errorType, actual: result.error?.type ?? null },
    { at: "output", expected: output, actual: result.output ?? null },
    { at: "fields", expected: fields, actual: result.fields ?? null },
  ];
  return checks.flatMap(({ at, expected: wanted, actual }) =>
    wanted === undefined || equal(wanted, actual) ? [] : [{ at, expected: wanted, actual }],
  );
}

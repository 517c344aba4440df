import type { ReleaseMetrics } from "@annex/contract";
import { describe, expect, test } from "vitest";
import { nextMove, type ShiftState } from "./next-move.ts";

const now = new Date("2026-11-25T12:00:00Z");
const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
const guard = { maxErrorRate: 0.1, maxP95Ms: 500, minInvocations: 20 };
const plan = {
  steps: [
    { percent: 5, minutes: 10 },
    { percent: 25, minutes: null },
  ],
  guard,
};
const at = (more: Partial<ShiftState> = {}): ShiftState => ({
  ...{ plan, step: 0, percent: 5, since: ago(1), frozen: false, abortReason: null },
  ...more,
});
const seen = (more: Partial<ReleaseMetrics> = {}): ReleaseMetrics => ({
  ...{ releaseNumber: 2, invocations: 20, errors: 0, errorRate: 0, p95Ms: 100 },
  ...more,
});

describe("a shift", () => {
  test.each([
    ["begins with the first step's share", at({ percent: 0, since: null }), { kind: "apply", percent: 5 }],
    ["holds until the step's time is over", at(), { kind: "hold" }],
    ["then wants the next step", at({ since: ago(10) }), { kind: "advance" }],
    ["gives a promoted step its share at once", at({ step: 1 }), { kind: "apply", percent: 25 }],
    ["waits for a person where a step has no time", at({ step: 1, percent: 25, since: ago(9999) }), { kind: "hold" }],
    ["holds while it is frozen", at({ since: ago(99), frozen: true }), { kind: "hold" }],
    ["finishes after the last step", at({ step: 2, percent: 25 }), { kind: "finish" }],
  ])("%s", (_, state, move) => {
    expect(nextMove(state, seen(), now)).toEqual(move);
  });

  test("that a person aborts is rolled back with the reason, whatever else is wanted", () => {
    const state = at({ step: 2, abortReason: "dev@acme.example: wrong prices" });
    const reason = "Aborted by dev@acme.example: wrong prices";
    expect(nextMove(state, seen(), now)).toEqual({ kind: "rollBack", code: "aborted", reason });
  });
});

describe("the guard", () => {
  const failing = seen({ errors: 3, errorRate: 0.15 });

  test("rolls back above the error rate, and says the numbers", () => {
    const reason = "3 of 20 invocations of release 2 failed: 15 %, and 10 % is allowed.";
    expect(nextMove(at(), failing, now)).toEqual({ kind: "rollBack", code: "error_rate", reason });
  });

  test("rolls back above the duration, and says the numbers", () => {
    const reason = "95 of 100 invocations of release 2 took up to 501 ms, and 500 ms is allowed.";
    expect(nextMove(at(), seen({ p95Ms: 500.7 }), now)).toEqual({ kind: "rollBack", code: "p95", reason });
  });

  test("watches a frozen shift, and one that a person promotes to all traffic", () => {
    for (const state of [at({ frozen: true }), at({ step: 2 })])
      expect(nextMove(state, failing, now)).toMatchObject({ kind: "rollBack" });
  });

  test.each([
    ["too few invocations to judge by", seen({ invocations: 19, errors: 19, errorRate: 1 })],
    ["exactly what is allowed", seen({ errors: 2, errorRate: 0.1, p95Ms: 500 })],
    ["nothing measured yet", null],
  ])("lets pass %s", (_, measured) => {
    expect(nextMove(at(), measured, now)).toEqual({ kind: "hold" });
  });

  test("without limits judges nothing", () => {
    const unlimited = at({ plan: { ...plan, guard: { ...guard, maxErrorRate: null, maxP95Ms: null } } });
    expect(nextMove(unlimited, seen({ errors: 20, errorRate: 1, p95Ms: 60_000 }), now)).toEqual({ kind: "hold" });
  });
});

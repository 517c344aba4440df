import { expect, test } from "vitest";
import { waterfallRows } from "./waterfall-rows";

const run = {
  startedAt: "2026-11-25T10:00:00.010Z",
  totalMs: 90,
  steps: { loadTarget: 10, invoke: 80, authenticate: 10 },
  initMs: 20,
  functionMs: 50,
  outcome: "function_error" as const,
  calls: [
    { id: "7", at: "2026-11-25T10:00:00.060Z", method: "GET", path: "/v1/records/order", status: 404, durationMs: 5 },
  ],
  related: [
    {
      id: "child",
      functionName: "score",
      extensionPointKey: null,
      releaseNumber: 1,
      outcome: "success" as const,
      startedAt: "2026-11-25T10:00:00.070Z",
      totalMs: 10,
      hops: 1,
      attempt: null,
      relation: "child" as const,
    },
  ],
};

test("steps, the function within its step, and what it called stand in their order and place", () => {
  const rows = waterfallRows(run).map(({ label, depth, start, share, failed }) => [label, depth, start, share, failed]);
  expect(rows.map(([label, depth]) => [label, depth])).toEqual([
    ["Authenticate", 0],
    ["Load target", 0],
    ["Invoke", 0],
    ["Cold start", 1],
    ["Function", 1],
    ["GET /v1/records/order", 2],
    ["score", 2],
  ]);
  const place = (label: string) => waterfallRows(run).find((row) => row.label === label);
  expect([place("Invoke")?.start, place("Invoke")?.share, place("Invoke")?.failed]).toEqual([0.2, 0.8, true]);
  expect([place("Function")?.start, place("Function")?.share]).toEqual([0.5, 0.5]);
  expect(place("Cold start")?.start).toBeCloseTo(0.3);
  expect([place("GET /v1/records/order")?.start, place("GET /v1/records/order")?.failed]).toEqual([0.6, true]);
  expect(place("score")).toMatchObject({ start: 0.7, invocationId: "child" });
});

test("nothing reaches past the whole, whatever the clocks say", () => {
  const late = { ...run, calls: [{ ...run.calls[0], at: "2026-11-25T10:00:09.000Z" } as (typeof run.calls)[number]] };
  for (const { start, share } of waterfallRows(late)) expect(start + share).toBeLessThanOrEqual(1.000001);
});

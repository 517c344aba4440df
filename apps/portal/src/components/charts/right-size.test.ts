import { expect, test } from "vitest";
import { expectedCost, rightMemory, rightTimeout } from "./right-size";

const totals = {
  ...{ errors: 0, errorRate: 0, errorsByClass: {}, coldStarts: 0, costUsd: 0 },
  ...{ p50Ms: 1, p95Ms: 1, p99Ms: 1, ownP50Ms: 1, ownP95Ms: 1 },
} as const;
const errorsByClass = { user: 0, platform: 0, throttle: 0, configuration: 0, timeout: 0, out_of_memory: 0 };

test.each([
  [1000, 512, 90, 128],
  [1000, 1024, 400, 576],
  [1000, 128, 60, null],
  [1000, 128, 120, 192],
  [99, 1024, 60, null],
])("%s invocations with %s MB that used at most %s are advised %s", (invocations, memoryMb, maxMemoryMb, wanted) => {
  expect(rightMemory({ ...totals, errorsByClass, invocations, memoryMb, maxMemoryMb })).toBe(wanted);
});

test("a function that ran out of memory once is advised more, however seldom it ran", () => {
  const of = { ...totals, invocations: 3, memoryMb: 128, maxMemoryMb: 128 };
  expect(rightMemory({ ...of, errorsByClass: { ...errorsByClass, out_of_memory: 1 } })).toBe(192);
  expect(rightMemory({ ...of, errorsByClass })).toBe(null);
  const since = { ...of, memoryMb: 512, errorsByClass: { ...errorsByClass, out_of_memory: 1 } };
  expect(rightMemory(since)).toBe(null);
});

test("another memory costs in proportion, but for the requests", () => {
  const costUsd = 1000 * 0.0000002 + 0.01;
  const of = { ...totals, errorsByClass, invocations: 1000, memoryMb: 1024, maxMemoryMb: 100, costUsd };
  expect(expectedCost(of, 256, 0.0000002)).toBeCloseTo(1000 * 0.0000002 + 0.0025, 12);
});

test("no timeout is advised where calls ended by it are among the longest: nobody knows how long they would take", () => {
  const of = { ...totals, invocations: 1000, p99Ms: 5067, memoryMb: 128, maxMemoryMb: 60 };
  expect(rightTimeout({ ...of, errorsByClass: { ...errorsByClass, timeout: 50 } }, 5000)).toBe(null);
  expect(rightTimeout({ ...of, p99Ms: 4000, errorsByClass: { ...errorsByClass, timeout: 1 } }, 5000)).toBe(12_000);
});

test.each([
  [1000, 100, 30_000, 3000],
  [1000, 100, 3000, null],
  [1000, 2500, 3000, 8000],
  [1000, 2000, 6000, null],
  [99, 100, 30_000, null],
])(
  "%s invocations with a p99 of %s ms and a timeout of %s ms are advised %s",
  (invocations, p99Ms, timeoutMs, wanted) => {
    const of = { ...totals, errorsByClass, invocations, p99Ms, memoryMb: 128, maxMemoryMb: 60 };
    expect(rightTimeout(of, timeoutMs)).toBe(wanted);
  },
);

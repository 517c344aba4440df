import { expect, test } from "vitest";
import { rightMemory } from "./right-size";

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

import { expect, test } from "vitest";
import { retryDelayMs } from "./retry-delay.ts";

const policy = { maxAttempts: 5, firstDelaySeconds: 2, maxDelaySeconds: 60, maxAgeSeconds: 3600 };

test("a delay doubles with each failure, up to the policy's longest", () => {
  const longest = [1, 2, 3, 5, 6, 40].map((tried) => retryDelayMs(policy, tried, () => 1));
  expect(longest).toEqual([2000, 4000, 8000, 32_000, 60_000, 60_000]);
});

test("jitter takes up to half of it away, and no delay is ever nothing", () => {
  expect(retryDelayMs(policy, 2, () => 0)).toBe(2000);
  expect(retryDelayMs({ ...policy, firstDelaySeconds: 0 }, 1, () => 0)).toBe(20);
});

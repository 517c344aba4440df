import { expect, it } from "vitest";
import { LogAllowance } from "./log-allowance.ts";

it("gives a burst, then a steady rate, and never more than the burst", () => {
  const allowance = new LogAllowance(0);
  expect(allowance.take(8 << 20, 0)).toBe(true);
  expect(allowance.take(1, 0)).toBe(false);
  expect(allowance.take(1 << 20, 1_000)).toBe(true);
  expect(allowance.take(1 << 20, 1_500)).toBe(false);
  expect(allowance.take((8 << 20) + 1, 10_000_000)).toBe(false);
  expect(allowance.take(8 << 20, 10_000_000)).toBe(true);
});

it("takes nothing back when the clock goes back", () => {
  const allowance = new LogAllowance(10_000);
  expect(allowance.take(1 << 20, 0)).toBe(true);
});

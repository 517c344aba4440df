import { expect, test } from "vitest";
import { budgetState } from "./budget-state.ts";

const usual = { warnPercent: 80, throttlePercent: 100, pausePercent: 120 };

test("a budget warns, throttles and pauses at its thresholds", () => {
  const states = [0, 79.9, 80, 99.9, 100, 119.9, 120, 500].map((percent) => budgetState(usual, percent, null));
  expect(states).toEqual(["ok", "ok", "warn", "warn", "throttle", "throttle", "pause", "pause"]);
});

test("it skips what it never does", () => {
  expect(budgetState({ ...usual, throttlePercent: null }, 110, null)).toBe("warn");
  expect(budgetState({ ...usual, pausePercent: null }, 900, null)).toBe("throttle");
});

test("it steps back only with some distance, so that it does not flutter", () => {
  expect(budgetState(usual, 119, "pause")).toBe("pause");
  expect(budgetState(usual, 113, "pause")).toBe("throttle");
  expect(budgetState(usual, 77, "warn")).toBe("warn");
  expect(budgetState(usual, 70, "pause")).toBe("ok");
});

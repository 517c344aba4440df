import { expect, test, vi } from "vitest";
import { createRateBudget } from "./rate-budget.ts";

test("a second's worth passes at once, and what comes after it waits its turn", async () => {
  let at = 10_000;
  const budget = createRateBudget(1000, () => at);
  for (let n = 0; n < 1000; n++) await budget.take();
  const order: string[] = [];
  const late = budget.take().then(() => order.push("late"));
  order.push("first");
  await late;
  expect(order).toEqual(["first", "late"]);
  at += 5000;
  for (let n = 0; n < 1000; n++) await budget.take();
});

test("a clock that is set back makes nobody wait for the time that it lost", async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  try {
    const budget = createRateBudget(1000);
    await budget.take();
    vi.setSystemTime(Date.now() - 3_600_000);
    await budget.take();
  } finally {
    vi.useRealTimers();
  }
});

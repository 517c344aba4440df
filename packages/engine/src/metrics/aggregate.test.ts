import { expect, test } from "vitest";
import { addAggregate, addValue, emptyAggregate, percentile } from "./aggregate.ts";

function aggregateOf(values: readonly number[]) {
  const aggregate = emptyAggregate();
  for (const value of values) addValue(aggregate, value);
  return aggregate;
}

test("one value is every percentile of itself, exactly", () => {
  for (const percent of [1, 50, 99.9, 100]) expect(percentile(aggregateOf([12.34]), percent)).toBe(12.34);
});

test("percentiles of a thousand values are right to a per cent, and the hundredth is the maximum", () => {
  const values = Array.from({ length: 1000 }, (_, index) => (index + 1) * 1.7);
  const aggregate = aggregateOf(values);
  for (const percent of [1, 10, 50, 90, 99, 99.9]) {
    const exact = values[Math.ceil((percent / 100) * 1000) - 1] ?? 0;
    expect(Math.abs(percentile(aggregate, percent) - exact) / exact).toBeLessThan(0.01);
  }
  expect(percentile(aggregate, 100)).toBe(1700);
});

test("zeros count: half of the calls took nothing", () => {
  expect(percentile(aggregateOf([0, 0, 0, 5]), 50)).toBe(0);
});

test("two minutes together are what one minute of all values would be", () => {
  const together = aggregateOf([1, 2, 3]);
  addAggregate(together, aggregateOf([100, 0]));
  expect(together).toEqual(aggregateOf([1, 2, 3, 100, 0]));
});

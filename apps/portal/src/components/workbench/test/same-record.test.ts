import { expect, test } from "vitest";
import { isSameRecord } from "./same-record";

test("the order of keys makes no difference, at any depth", () => {
  expect(isSameRecord({ a: 1, b: { c: [1, 2], d: null } }, { b: { d: null, c: [1, 2] }, a: 1 })).toBe(true);
});

test.each([
  [{ a: 1 }, { a: "1" }],
  [{ a: [1, 2] }, { a: [2, 1] }],
  [{ a: 1 }, { a: 1, b: null }],
])("%j and %j are not the same", (a, b) => {
  expect(isSameRecord(a, b)).toBe(false);
});

import { expect, test } from "vitest";
import { jsonSchema } from "./json.ts";

test.each([null, true, "", 0, -1.5, [], {}, [{ a: [null, { b: "c" }] }], Object.create(null)])(
  "%j is JSON, and stays the value that it is",
  (value) => {
    expect(jsonSchema.parse(value)).toBe(value);
  },
);

test.each([
  undefined,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  1n,
  () => 1,
  new Date(),
  new Map(),
  [undefined],
  { a: 1n },
])("%s is not", (value) => {
  expect(jsonSchema.safeParse(value)).toMatchObject({ error: { issues: [{ message: "This is no JSON value." }] } });
});

test("a million small values are looked at in little time: who sends them holds up nobody else", () => {
  const values = JSON.parse(`[${'{"a":[]},'.repeat(500_000)}{}]`);
  const began = performance.now();
  jsonSchema.parse(values);
  expect(performance.now() - began).toBeLessThan(1000); // tried as each kind and copied it takes several seconds
});

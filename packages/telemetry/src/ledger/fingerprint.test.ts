import { expect, test } from "vitest";
import { fingerprintOf } from "./fingerprint.ts";

const failure = {
  type: "TypeError",
  message: "Cannot read properties of undefined (reading 'iban') of invoice 4711",
  stack: ["TypeError: Cannot read", "    at handler (/var/task/src/index.ts:12:7)"],
};

test("the same failure of another record, at a line that a release moved, is in the same group", () => {
  const other = {
    ...failure,
    message: "Cannot read properties of undefined (reading 'iban') of invoice 12",
    stack: ["TypeError: Cannot read", "    at handler (/var/task/src/index.ts:19:3)"],
  };
  expect(fingerprintOf(other)).toBe(fingerprintOf(failure));
});

test.each([
  { ...failure, type: "RangeError" },
  { ...failure, message: "Cannot read properties of null" },
  { ...failure, stack: ["    at other (/var/task/src/other.ts:12:7)"] },
])("another kind, text or place is another group", (other) => {
  expect(fingerprintOf(other)).not.toBe(fingerprintOf(failure));
});

import { expect, test } from "vitest";
import { parseFilterPattern } from "./filter-pattern.ts";
import { PatternError } from "./pattern-error.ts";

const message = 'ERROR 7f1c "quoted" corr-123 took 12 ms';

test.each([
  ["", true],
  ["ERROR", true],
  ["error", false],
  ["ERROR corr-123", true],
  ["ERROR missing", false],
  ['"took 12 ms"', true],
  ['"12 took"', false],
  ["ERROR -missing", true],
  ["ERROR -took", false],
  ["?missing ?took", true],
  ["?missing ?gone", false],
  ['"\\"quoted\\""', true],
])("the pattern %j is matched: %s", (pattern, wanted) => expect(parseFilterPattern(pattern)(message)).toBe(wanted));

const record = JSON.stringify({
  level: "ERROR",
  message: "took long",
  ms: 120,
  ok: false,
  none: null,
  user: { id: "u-7", roles: ["dev", "ops"] },
  "odd key": 1,
});

test.each<[string, boolean]>([
  ['{ $.level = "ERROR" }', true],
  ['{ $.level = "error" }', false],
  ["{ $.level = ERROR }", true],
  ['{ $.level = "E*" }', true],
  ['{ $.level != "ERROR" }', false],
  ["{ $.ms > 100 }", true],
  ["{ $.ms <= 100 }", false],
  ["{ $.ms = 120 && $.level = ERROR }", true],
  ["{ $.ms = 1 || $.level = ERROR }", true],
  ["{ $.ms = 1 || ($.level = ERROR && $.ok IS TRUE) }", false],
  ["{ $.ok IS FALSE }", true],
  ["{ $.none IS NULL }", true],
  ["{ $.gone IS NULL }", false],
  ["{ $.gone NOT EXISTS }", true],
  ["{ $.ms NOT EXISTS }", false],
  ['{ $.user.id = "u-7" }', true],
  ['{ $.user.roles[1] = "ops" }', true],
  ['{ $.user.roles[*] = "dev" }', true],
  ["{ $['odd key'] = 1 }", true],
  ['{ $.constructor = "*" }', false],
  ["{ $.level > 5 }", false],
])("the JSON pattern %j is matched: %s", (pattern, wanted) => {
  expect(parseFilterPattern(pattern)(record)).toBe(wanted);
  expect(parseFilterPattern(pattern)("a line of text")).toBe(false);
});

test.each([
  "{ $.level",
  "{ level = 1 }",
  "{ $.level = }",
  "{ $.a = 1 && }",
  "{ ($.a = 1 }",
  "{ $.a = 1 $.b = 2 }",
  "{ $.a < x }",
  "{ $.a LIKE 1 }",
  `{ ${"(".repeat(100)}$.a = 1${")".repeat(100)} }`,
  "[ip, user]",
  "%a+%",
])("the pattern %j is refused", (pattern) => expect(() => parseFilterPattern(pattern)).toThrow(PatternError));

import { expect, test } from "vitest";
import { matchesFilter } from "./filter-pattern.ts";

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
])("the pattern %j is matched: %s", (pattern, wanted) => expect(matchesFilter(pattern, message)).toBe(wanted));

import { describe, expect, it } from "vitest";
import { typeProblem } from "./field-types.ts";

describe("a date", () => {
  it.each([
    "2026-11-24",
    "2028-02-29",
    "0000-01-01",
    "2026-11-24T09:30",
    "2026-11-24T09:30:00Z",
    "2026-12-31T23:59:59.999999999-12:00",
    "2026-12-31T24:00:00Z",
  ])("is %s", (text) => {
    expect(typeProblem("date", text)).toBeNull();
  });

  it.each([
    "2026-02-30",
    "2026-02-29",
    "2100-02-29",
    "2026-04-31T10:00:00Z",
    "2026-06-31T10:00:00+02:00",
    "2026-00-10",
    "2026-13-01",
    "2026-01-32",
    "2026-01-01T25:00",
    "2026-01-01T10:00:00+24:00",
    "2026-1-1",
    "today",
    "",
  ])("is not %s", (text) => {
    expect(typeProblem("date", text)).toBe("must be a date such as 2026-11-24 or 2026-11-24T09:30:00Z, not a text");
  });
});

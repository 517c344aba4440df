import { describe, expect, test } from "vitest";
import { nextOccurrence, occurrencesBetween } from "./occurrences.ts";

const at = (text: string) => new Date(text);
const berlin = (cron: string) => ({ cron, timeZone: "Europe/Berlin" });

describe("the next occurrence", () => {
  test("is that of the schedule's own time zone, in winter and in summer", () => {
    expect(nextOccurrence(berlin("0 6 * * *"), at("2026-01-10T00:00:00Z"))).toEqual(at("2026-01-10T05:00:00Z"));
    expect(nextOccurrence(berlin("0 6 * * *"), at("2026-07-10T00:00:00Z"))).toEqual(at("2026-07-10T04:00:00Z"));
  });

  test("is after the given time, never at it", () => {
    expect(nextOccurrence({ cron: "*/5 * * * *", timeZone: "UTC" }, at("2026-01-01T00:05:00Z"))).toEqual(
      at("2026-01-01T00:10:00Z"),
    );
  });

  test("of an hour that summer time skips or repeats comes once", () => {
    expect(occurrencesBetween(berlin("30 2 * * *"), at("2026-03-28T12:00:00Z"), at("2026-03-29T12:00:00Z"))).toBe(1);
    expect(occurrencesBetween(berlin("30 2 * * *"), at("2026-10-24T12:00:00Z"), at("2026-10-25T12:00:00Z"))).toBe(1);
  });

  test.each([
    ["* * * *", "UTC"],
    ["61 * * * *", "UTC"],
    ["* * * * * *", "UTC"],
    ["every day", "UTC"],
    ["0 0 30 2 *", "UTC"],
    ["0 0 * * *", "Mars/Olympus"],
  ])("of %j in %s is refused", (cron, timeZone) => {
    expect(() => nextOccurrence({ cron, timeZone }, new Date())).toThrow(
      expect.objectContaining({ code: "invalid_request" }),
    );
  });
});

test("missed occurrences are counted, a thousand at most", () => {
  const clock = { cron: "* * * * *", timeZone: "UTC" };
  expect(occurrencesBetween(clock, at("2026-01-01T00:00:00Z"), at("2026-01-01T00:10:00Z"))).toBe(10);
  expect(occurrencesBetween(clock, at("2025-01-01T00:00:00Z"), at("2026-01-01T00:00:00Z"))).toBe(1000);
});

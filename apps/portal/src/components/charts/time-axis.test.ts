import { expect, test } from "vitest";
import { bucketLabel, isPartial, timeLabels } from "./time-axis";

test("an axis in UTC tells the day where one of UTC begins", () => {
  const midnight = Date.UTC(2026, 10, 24) / 1000;
  expect(timeLabels([midnight - 3600, midnight, midnight + 3600], "utc")).toEqual(["23:00", "24 Nov", "01:00"]);
});

test("a bucket tells its time zone, and one of a day is a day of UTC in any", () => {
  const at = "2026-11-24T14:05:00.000Z";
  expect(bucketLabel({ at, bucketSeconds: 900, zone: "utc" })).toBe("24 Nov, 14:05 – 14:20 UTC");
  expect(bucketLabel({ at: "2026-11-24T00:00:00.000Z", bucketSeconds: 86_400, zone: "local" })).toBe("24 Nov (UTC)");
});

test("a bucket of summer tells summer's zone in winter, and the hour that comes twice is two", () => {
  const before = process.env.TZ;
  process.env.TZ = "Europe/Berlin";
  try {
    const label = (at: string) => bucketLabel({ at, bucketSeconds: 3600, zone: "local" });
    expect(label("2026-10-25T00:00:00.000Z")).toMatch(/^25 Oct, 02:00 – 02:00 (GMT\+2|CEST)$/);
    expect(label("2026-10-25T01:00:00.000Z")).toMatch(/^25 Oct, 02:00 – 03:00 (GMT\+1|CET)$/);
  } finally {
    if (before === undefined) delete process.env.TZ;
    else process.env.TZ = before;
  }
});

test("only the bucket that is being filled is partial", () => {
  const now = Date.parse("2026-11-24T14:10:00.000Z");
  const partial = ["13:50", "14:05", "14:20"].map((clock) => isPartial(`2026-11-24T${clock}:00.000Z`, 900, now));
  expect(partial).toEqual([false, true, false]);
});

import { expect, test } from "vitest";
import { periodPresets } from "./period-presets";

test.each([
  ["7 days and the 7 before", "2026-11-26", ["2026-11-20", "2026-11-26", "2026-11-13", "2026-11-19"]],
  ["Today and a week ago", "2026-03-03", ["2026-03-03", "2026-03-03", "2026-02-24", "2026-02-24"]],
  ["30 days and the 30 before", "2026-03-01", ["2026-01-31", "2026-03-01", "2026-01-01", "2026-01-30"]],
  [
    "This month and the same days of the last",
    "2026-03-31",
    ["2026-03-01", "2026-03-31", "2026-02-01", "2026-02-28"], // February has no 31st
  ],
  ["Last month and the one before", "2026-01-15", ["2025-12-01", "2025-12-31", "2025-11-01", "2025-11-30"]],
])("%s, on %s", (label, today, days) => {
  const found = periodPresets(today).find((preset) => preset.label === label);
  expect(Object.values(found?.periods ?? {})).toEqual(days);
});

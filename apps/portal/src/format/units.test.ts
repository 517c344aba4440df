import { expect, test } from "vitest";
import { formatBytes, formatChange, formatCount, formatMs, formatShare, formatUsd } from "./units";

test.each([
  [null, "–"],
  [0.84, "0.8 ms"],
  [412.4, "412 ms"],
  [1240, "1.24 s"],
  [60_000, "1 min"],
  [125_000, "2 min 5 s"],
])("%s milliseconds are written %s", (ms, text) => {
  expect(formatMs(ms)).toBe(text);
});

test.each([
  [873, "873"],
  [9999, "9,999"],
  [12_400, "12.4k"],
  [3_100_000, "3.1M"],
])("a count of %s is written %s", (count, text) => {
  expect(formatCount(count)).toBe(text);
});

test.each([
  [0, "0 %"],
  [0.0004, "< 0.1 %"],
  [0.0042, "0.4 %"],
  [0.5, "50 %"],
])("a share of %s is written %s", (share, text) => {
  expect(formatShare(share)).toBe(text);
});

test("bytes have a unit of the right size", () => {
  const sizes = [0, 812, 14_500, 3_250_586, 262_144_000, 80_530_636_800];
  expect(sizes.map(formatBytes)).toEqual(["0 B", "812 B", "14.2 kB", "3.1 MB", "250 MB", "75 GB"]);
});

test.each([
  [0, "$0.00"],
  [12.345, "$12.35"],
  [123_456, "$123.5k"],
  [0.00017, "$0.00017"],
  [0.000000202083, "$0.00000020"],
])("%s dollars are written %s", (usd, text) => {
  expect(formatUsd(usd)).toBe(text);
});

test.each([
  [12, 10, "+20 %"],
  [8, 10, "−20 %"],
  [10, 10, "±0 %"],
  [10, 0, null],
])("%s after %s is a change of %s", (now, before, text) => {
  expect(formatChange(now, before)).toBe(text);
});

import { expect, test } from "vitest";
import { costOf } from "./cost-of.ts";

const billed = { region: "eu-central-1", architecture: "x86_64", at: new Date("2026-11-25") } as const;

test("a million requests of one second with 1 GB cost 20 cents and 16.67 dollars", () => {
  const one = costOf({ ...billed, billedMs: 1000, memoryMb: 1024 });
  expect((one * 1e6) / 1e12).toBeCloseTo(0.2 + 16.6667, 4);
});

test("arm64 costs a fifth less for its time, and the same for a request", () => {
  const arm = costOf({ ...billed, architecture: "arm64", billedMs: 1000, memoryMb: 1024 });
  expect(arm - 200_000).toBe(13_333_400);
});

test("an invocation without a REPORT line costs its request", () => {
  expect(costOf({ ...billed, billedMs: null, memoryMb: 128 })).toBe(200_000);
});

test("a region that the list does not name has the standard price", () => {
  expect(costOf({ ...billed, region: "mars-north-1", billedMs: 1, memoryMb: 128 })).toBe(
    costOf({ ...billed, billedMs: 1, memoryMb: 128 }),
  );
});

test("a region with prices of its own has them", () => {
  const one = costOf({ ...billed, region: "af-south-1", billedMs: 1000, memoryMb: 1024 });
  expect((one * 1e6) / 1e12).toBeCloseTo(0.27 + 22.1, 4);
});

import { compileMapping } from "@annex/field-mapping";
import { expect, test } from "vitest";
import type { Target } from "./load-target.ts";
import { pickRelease } from "./pick-release.ts";

const target = (releaseNumber: number): Target => ({
  ...{ functionId: "f", functionName: "f", lambdaName: "annex-f", lambdaVersion: "1", releaseNumber },
  ...{ timeoutMs: 1000, memoryMb: 128, runtime: "nodejs24.x", extensionPointKey: null, credentials: {} },
  mapping: compileMapping({ parameters: [], outputs: [] }, { inputs: [], outputs: [] }),
  mappingProblem: null,
});

test("without a shift the live release answers everything", () => {
  expect(pickRelease(target(1), () => 0).releaseNumber).toBe(1);
});

test("the new release answers its share, and not one invocation more", () => {
  const shifted = { ...target(1), canary: { percent: 25, target: target(2) } };
  const answers = Array.from({ length: 100 }, (_, n) => pickRelease(shifted, () => n / 100).releaseNumber);
  expect(answers.filter((number) => number === 2)).toHaveLength(25);
  expect(answers.slice(0, 25)).toEqual(new Array(25).fill(2));
});

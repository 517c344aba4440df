import { expect, test } from "vitest";
import { stepSpans } from "./step-spans";

test("steps stand in the order of the pipeline, whatever order they are stored in", () => {
  const spans = stepSpans({ invoke: 40, mapInput: 1, somethingNew: 2, loadTarget: 5 }, 50);
  expect(spans.map(({ name }) => name)).toEqual(["loadTarget", "mapInput", "invoke", "somethingNew"]);
});

test("each step begins where the one before it ended", () => {
  const spans = stepSpans({ loadTarget: 10, invoke: 30 }, 100);
  expect(spans.map(({ start, share }) => [start, share])).toEqual([
    [0, 0.1],
    [0.1, 0.3],
  ]);
});

test("steps never reach past the whole, even where the total is less than their sum", () => {
  const last = stepSpans({ loadTarget: 30, invoke: 90 }, 100).at(-1);
  expect((last?.start ?? 0) + (last?.share ?? 0)).toBeCloseTo(1);
});

test("an invocation without steps has no spans", () => {
  expect(stepSpans({}, 0)).toEqual([]);
});

import { expect, test } from "vitest";
import { writtenLabels } from "./marker-plugin";

test("of labels that cover each other the newest is written, and all that stand free", () => {
  const spans = [
    { left: 0, width: 50 },
    { left: 200, width: 50 },
    { left: 210, width: 50 },
    { left: 220, width: 50 },
  ];
  expect(writtenLabels(spans)).toEqual([true, false, false, true]);
});

test("a label that was turned to the left at the chart's edge hides the older ones below it", () => {
  expect(
    writtenLabels([
      { left: 340, width: 50 },
      { left: 330, width: 60 },
    ]),
  ).toEqual([false, true]);
});

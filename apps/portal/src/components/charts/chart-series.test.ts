import { expect, test } from "vitest";
import { classLooks, looks, releaseLooks } from "./chart-series";

test.each([
  ["error classes", classLooks],
  ["releases", releaseLooks],
])("no two lines of %s look the same", (_, used) => {
  const patterns = used.map((look) => looks[look].dash.join(" "));
  const colours = used.map((look) => looks[look].token);
  expect(new Set(patterns).size).toBe(used.length);
  expect(new Set(colours).size).toBe(used.length);
});

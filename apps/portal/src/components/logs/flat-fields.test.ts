import { expect, test } from "vitest";
import { flatFields } from "./flat-fields";

test("fields within fields are told by their path, each with the filter that finds it", () => {
  expect(flatFields({ order: { id: "R-1", lines: [1, 2] }, tries: 4, done: false, note: {} })).toEqual([
    { name: "order.id", shown: "R-1", filter: 'order.id:"R-1"' },
    { name: "order.lines", shown: "[1,2]", filter: null },
    { name: "tries", shown: "4", filter: "tries:4" },
    { name: "done", shown: "false", filter: "done:false" },
    { name: "note", shown: "{}", filter: null },
  ]);
});

test("a name with a dot cannot be told from a path, and is not offered as a filter", () => {
  expect(flatFields({ "a.b": 1 })).toEqual([{ name: "a.b", shown: "1", filter: null }]);
});

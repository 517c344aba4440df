import { expect, test } from "vitest";
import { diffJson } from "./diff-json.ts";

test("tells each place where two values differ, the deepest one, and nothing of what is the same", () => {
  const before = { output: { score: 1, items: [{ name: "a" }, { name: "b" }], same: [1] }, gone: true };
  const after = { output: { same: [1], score: 2, items: [{ name: "a" }, { name: "c" }, 3] }, come: null };
  expect(diffJson(before, after)).toEqual({
    differences: [
      { path: "output.score", kind: "changed", before: 1, after: 2 },
      { path: "output.items[1].name", kind: "changed", before: "b", after: "c" },
      { path: "output.items[2]", kind: "added", after: 3 },
      { path: "gone", kind: "removed", before: true },
      { path: "come", kind: "added", after: null },
    ],
    more: false,
  });
});

test("a value of another kind is a change of the whole", () => {
  expect(diffJson({ a: [1] }, { a: { 0: 1 } }).differences).toEqual([
    { path: "a", kind: "changed", before: [1], after: { 0: 1 } },
  ]);
  expect(diffJson(null, 1).differences).toEqual([{ path: "", kind: "changed", before: null, after: 1 }]);
});

test("tells 200 differences and that there are more", () => {
  const { differences, more } = diffJson(new Array(500).fill(0), new Array(500).fill(1));
  expect([differences.length, more]).toEqual([200, true]);
});

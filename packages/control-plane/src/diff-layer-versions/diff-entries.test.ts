import { expect, test } from "vitest";
import { diffEntries } from "./diff-entries.ts";

const entry = (path: string, sizeBytes: number, crc32: number) => ({ path, sizeBytes, crc32 });

test("names what was added, removed and changed, and nothing that is equal", () => {
  const before = [entry("a.js", 1, 1), entry("b.js", 2, 2), entry("c.js", 3, 3)];
  const after = [entry("b.js", 2, 9), entry("c.js", 3, 3), entry("d.js", 4, 4)];
  expect(diffEntries(before, after)).toEqual([
    { path: "a.js", change: "removed", before: 1, after: null },
    { path: "b.js", change: "changed", before: 2, after: 2 },
    { path: "d.js", change: "added", before: null, after: 4 },
  ]);
  expect(diffEntries(after, after)).toEqual([]);
});

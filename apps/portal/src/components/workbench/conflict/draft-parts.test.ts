import type { DraftContent } from "@annex/contract";
import { expect, test } from "vitest";
import { filesOf } from "../source-edits";
import { draftParts, mergeDrafts } from "./draft-parts";

const base: DraftContent = {
  source: {
    kind: "files",
    files: [
      { path: "index.ts", content: "one" },
      { path: "lib.ts", content: "lib" },
    ],
  },
  language: "typescript",
  runtime: "nodejs24.x",
  handler: "index.handler",
  memoryMb: 128,
  timeoutMs: 3000,
  environment: {},
  packages: [],
  egress: [],
  layers: [],
  extensionPointKey: null,
  mapping: { parameters: [], outputs: [] },
};
const withFiles = (files: Record<string, string>, more: Partial<DraftContent> = {}): DraftContent => ({
  ...base,
  ...more,
  source: { kind: "files", files: Object.entries(files).map(([path, content]) => ({ path, content })) },
});
const mine = withFiles({ "index.ts": "mine", "lib.ts": "lib", "new.ts": "new" });
const layers = [{ layerId: "0198a0c0-0000-7000-8000-000000000001", name: "fonts", version: 2 }];
const theirs = withFiles({ "index.ts": "theirs" }, { memoryMb: 512, layers });

test("each part that differs tells who changed it since both started from the same text", () => {
  expect(draftParts(mine, theirs, base).map(({ key, changedBy }) => `${key} ${changedBy}`)).toEqual([
    "file:index.ts both",
    "file:lib.ts theirs",
    "file:new.ts mine",
    "layers theirs",
    "memoryMb theirs",
  ]);
});

test("without a common start nothing is decided by itself", () => {
  expect(draftParts(mine, theirs, null).every(({ changedBy }) => changedBy === "both")).toBe(true);
});

test("a merge keeps what each side alone changed and takes the text that was written for both", () => {
  const parts = draftParts(mine, theirs, base);
  const merged = mergeDrafts(mine, theirs, parts, new Map([["file:index.ts", { text: "mine and theirs" }]]));
  expect(filesOf(merged)).toEqual([
    { path: "index.ts", content: "mine and theirs" },
    { path: "new.ts", content: "new" },
  ]);
  expect(merged).toMatchObject({ memoryMb: 512, layers });
});

test("taking theirs for every part is their draft, keeping mine for every part is mine", () => {
  const parts = draftParts(mine, theirs, base);
  const all = (choice: "mine" | "theirs") => new Map(parts.map(({ key }) => [key, choice]));
  expect(mergeDrafts(mine, theirs, parts, all("theirs"))).toEqual(theirs);
  expect(mergeDrafts(mine, theirs, parts, all("mine"))).toEqual(mine);
});

import type { DraftContent } from "@annex/contract";
import { expect, test } from "vitest";
import {
  addFile,
  deleteFile,
  filesOf,
  folderProblem,
  pathProblem,
  renameFile,
  renameFolder,
  restoreFile,
  writeFile,
} from "./source-edits";

const draft: DraftContent = {
  source: { kind: "files", files: [{ path: "src/index.ts", content: "a" }] },
  language: "typescript",
  runtime: "nodejs24.x",
  handler: "src/index.handler",
  memoryMb: 128,
  timeoutMs: 3000,
  environment: {},
  packages: [],
  egress: [],
  layers: [],
  extensionPointKey: null,
  mapping: { parameters: [], outputs: [] },
};

test("writing the same text is no edit, so that nothing is saved for nothing", () => {
  expect(writeFile("src/index.ts", "a")(draft)).toBe(draft);
});

test("renaming a file takes the handler along", () => {
  const renamed = renameFile("src/index.ts", "src/main.ts")(draft);
  expect(renamed.handler).toBe("src/main.handler");
  expect(filesOf(renamed).map(({ path }) => path)).toEqual(["src/main.ts"]);
});

test("renaming another file leaves the handler alone", () => {
  const two = addFile("src/index-old.ts")(draft);
  expect(renameFile("src/index-old.ts", "src/old.ts")(two).handler).toBe("src/index.handler");
});

test("a deleted file comes back as it was", () => {
  const [file] = filesOf(draft);
  if (!file) throw new Error("The draft has no file.");
  expect(filesOf(restoreFile(file)(deleteFile(file.path)(draft)))).toEqual([file]);
});

test("renaming a folder takes everything in it along, the handler too", () => {
  const two = addFile("src/lib/a.ts")(draft);
  const moved = renameFolder("src", "app")(two);
  expect(filesOf(moved).map(({ path }) => path)).toEqual(["app/index.ts", "app/lib/a.ts"]);
  expect(moved.handler).toBe("app/index.handler");
});

test.each([
  ["src/lib", "src/lib/inner", "A folder cannot lie in itself."],
  ["src/lib", "src", "There is a file src/a.ts already."],
  ["src/lib", "src/index.ts", "There is a file src/index.ts already."],
  ["src/lib", "src/other", null],
])("the folder %s moved to %s: %s", (from, to, message) => {
  const three = addFile("src/a.ts")(addFile("src/lib/a.ts")(draft));
  expect(folderProblem(to, filesOf(three), from)).toBe(message);
});

test.each([
  ["src/", "Name the file behind the last slash."],
  ["src", "There is a folder src already."],
  ["../outside.ts", "A path is written like src/index.ts"],
  ["src/index.ts", "There is a file src/index.ts already."],
])("the path %s is refused", (path, message) => {
  expect(pathProblem(path, filesOf(draft))).toBe(message);
});

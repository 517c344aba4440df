import { expect, test } from "vitest";
import { fileRows, folderOf, foldersAbove } from "./file-rows";

const paths = ["package.json", "src/index.ts", "src/lib/b.ts", "src/lib/a.ts", "README.md"];

test("folders stand before files, each by name, with what lies in them below", () => {
  expect(fileRows(paths, new Set()).map(({ kind, path, depth }) => `${depth} ${kind} ${path}`)).toEqual([
    "0 folder src",
    "1 folder src/lib",
    "2 file src/lib/a.ts",
    "2 file src/lib/b.ts",
    "1 file src/index.ts",
    "0 file package.json",
    "0 file README.md",
  ]);
});

test("a closed folder keeps its line and hides what lies in it", () => {
  expect(fileRows(paths, new Set(["src"])).map(({ path }) => path)).toEqual(["src", "package.json", "README.md"]);
});

test("a path knows its folder and every folder above it", () => {
  expect(folderOf("index.ts")).toBe("");
  expect(folderOf("src/lib/a.ts")).toBe("src/lib");
  expect(foldersAbove("src/lib/a.ts")).toEqual(["src", "src/lib"]);
});

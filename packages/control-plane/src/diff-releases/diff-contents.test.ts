import type { DraftContent } from "@annex/contract";
import { expect, test } from "vitest";
import { diffContents } from "./diff-contents.ts";

const content: DraftContent = {
  source: {
    kind: "files",
    files: [
      { path: "src/index.ts", content: "one" },
      { path: "src/old.ts", content: "old" },
    ],
  },
  language: "typescript",
  runtime: "nodejs24.x",
  handler: "src/index.handler",
  memoryMb: 128,
  timeoutMs: 2000,
  environment: { A: "1", B: "2" },
  packages: [{ name: "left", version: "1.0.0" }],
  egress: [{ host: "api.example.com", port: 443 }],
  layers: [{ layerId: "0198a0c0-0000-7000-8000-000000000001", name: "fonts", version: 1 }],
  extensionPointKey: "invoice.submitted",
  mapping: {
    parameters: [{ name: "total", source: { kind: "field", path: "invoice.total" } }],
    outputs: [{ field: "invoice.note", source: { kind: "result", path: "note" } }],
  },
};

test("equal contents have no difference", () => {
  expect(diffContents({ content, packageLock: {} }, { content: structuredClone(content), packageLock: {} })).toEqual(
    [],
  );
});

test("every part's difference is told with both sides", () => {
  const after: DraftContent = {
    source: {
      kind: "files",
      files: [
        { path: "src/index.ts", content: "two" },
        { path: "src/new.ts", content: "new" },
      ],
    },
    language: "javascript",
    runtime: "nodejs22.x",
    handler: "src/index.main",
    memoryMb: 256,
    timeoutMs: 3000,
    environment: { A: "1", C: "3" },
    packages: [{ name: "left", version: "2.0.0" }],
    egress: [],
    layers: [{ layerId: "0198a0c0-0000-7000-8000-000000000001", name: "fonts", version: 2 }],
    extensionPointKey: null,
    mapping: { parameters: [{ name: "total", source: { kind: "constant", value: 1 } }], outputs: [] },
  };
  const changes = diffContents(
    { content, packageLock: { left: "1.0.0" } },
    { content: after, packageLock: { left: "2.0.0" } },
  );
  expect(changes.map(({ part, name, before, after: now }) => [part, name, before, now])).toEqual([
    ["files", "src/index.ts", "one", "two"],
    ["files", "src/new.ts", null, "new"],
    ["files", "src/old.ts", "old", null],
    ["language", "", "typescript", "javascript"],
    ["runtime", "", "nodejs24.x", "nodejs22.x"],
    ["handler", "", "src/index.handler", "src/index.main"],
    ["memoryMb", "", 128, 256],
    ["timeoutMs", "", 2000, 3000],
    ["environment", "B", "2", null],
    ["environment", "C", null, "3"],
    ["packages", "left", "1.0.0", "2.0.0"],
    ["packageLock", "left", "1.0.0", "2.0.0"],
    ["egress", "api.example.com:443", true, null],
    ["layers", "fonts", { position: 1, version: 1 }, { position: 1, version: 2 }],
    ["extensionPointKey", "", "invoice.submitted", null],
    ["parameters", "total", { kind: "field", path: "invoice.total" }, { kind: "constant", value: 1 }],
    ["outputs", "invoice.note", { kind: "result", path: "note" }, null],
  ]);
});

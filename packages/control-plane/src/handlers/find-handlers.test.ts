import { describe, expect, test } from "vitest";
import { findHandlers } from "./index.ts";

const inScript = (content: string, path = "src/index.ts") =>
  findHandlers([{ path, content }], "typescript").map(({ handler }) => handler);
const inPython = (content: string, path = "main.py") =>
  findHandlers([{ path, content }], "python").map(({ handler }) => handler);

describe("findHandlers finds", () => {
  test.each([
    ["export async function handler(event) {}", ["src/index.handler"]],
    ["export function* stream() {}", ["src/index.stream"]],
    ["export const handler: AnnexHandler = async (event) => {}", ["src/index.handler"]],
    ["const a = 1;\nexport { a as handler, b, type C };", ["src/index.handler", "src/index.b"]],
    ["export { run as default } from './run.ts'", ["src/index.default"]],
    ["export default async () => {}", ["src/index.default"]],
    ["import { a } from 'a'; export const handler = () => a;", ["src/index.handler"]],
    ["exports.handler = async () => {}", ["src/index.handler"]],
    ["module.exports.handler = () => {}", ["src/index.handler"]],
    [
      "module.exports = { handler, other: async () => { x({ inner: 1 }) }, async third() {} }",
      ["src/index.handler", "src/index.other", "src/index.third"],
    ],
  ])("%s", (content, handlers) => {
    expect(inScript(content)).toEqual(handlers);
  });

  test("Python functions at the top level only", () => {
    expect(inPython("def handler(event, context):\n  def inner(): pass\nasync def later(event): pass")).toEqual([
      "main.handler",
      "main.later",
    ]);
  });

  test("a handler in another folder under its path", () => {
    expect(inScript("export const handler = 1", "lib/deep/score.mts")).toEqual(["lib/deep/score.handler"]);
  });

  test("the likeliest first", () => {
    const files = [
      { path: "src/a.ts", content: "export const helper = 1; " },
      { path: "src/index.ts", content: "export const zero = 1;\nexport const handler = 1" },
    ];
    expect(findHandlers(files, "typescript").map(({ handler }) => handler)).toEqual([
      "src/index.handler",
      "src/index.zero",
      "src/a.helper",
    ]);
  });
});

describe("findHandlers leaves out", () => {
  test.each([
    "// export const handler = 1",
    "/* \nexport function handler() {}\n*/",
    'const text = "\\\nexport const handler = 1";',
    "const text = `\nexport function handler() {}\n`;",
    "exports.handler == 1",
    "export type handler = string",
    "export interface handler {}",
    "Object.defineProperty(exports, '__esModule', { value: true }); exports.__esModule = true",
  ])("%s", (content) => {
    expect(inScript(content)).toEqual([]);
  });

  test("what a Python docstring says", () => {
    expect(inPython('"""\ndef handler(event): pass\n"""\n# def other(): pass')).toEqual([]);
  });

  test.each(["src/types.d.ts", "src/index.test.ts", "readme.md", "node_modules/x/index.js"])("%s", (path) => {
    expect(inScript("export const handler = 1", path)).toEqual([]);
  });
});

describe("findHandlers takes time in proportion to the source, so that no tenant's text holds up the portal:", () => {
  const million = 1_000_000;
  test.each([
    ["blank lines", "\n".repeat(million)],
    ["a string without an end", `"${'\\"'.repeat(million / 2)}\\`],
    ["a template without an end", `\`${"\\`".repeat(million / 2)}\\`],
    ["a long word in a clause", `export {${"a".repeat(million)}- }`],
    ["clauses without an end", "\nexport {".repeat(million / 9)],
    ["objects without an end", "module.exports = {".repeat(million / 18)],
    ["exports of nothing", "\nexport const a".repeat(million / 15)],
    ["keywords and blanks", `export ${" ".repeat(million)}`],
    ["comments without an end", "/*".repeat(million / 2)],
    ["commas", `module.exports = {${",".repeat(million)}}`],
  ])("%s", (_, content) => {
    const began = performance.now();
    expect(inScript(content)).toEqual([]);
    expect(inPython(content)).toEqual([]);
    expect(performance.now() - began).toBeLessThan(2000); // what grows with the square of it takes minutes
  });
});

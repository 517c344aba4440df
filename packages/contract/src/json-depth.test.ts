import { describe, expect, test } from "vitest";
import { checkJsonDepth, checkJsonValues, deepestJson } from "./json-depth.ts";

const arrays = (depth: number) => "[".repeat(depth) + "]".repeat(depth);
const objects = (depth: number) => `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`;
const tooDeep = { code: "invalid_request", message: "The body is nested deeper than 200 levels." };

describe("JSON passes", () => {
  test.each([
    ["at the bound", arrays(deepestJson)],
    ["of objects at the bound", objects(deepestJson)],
    ["that is long and flat", `[${Array.from({ length: 1000 }, () => "[{}]").join()}]`],
    ["whose brackets stand in text", JSON.stringify({ text: "[".repeat(1000) })],
    ["whose text holds quotes and backslashes", JSON.stringify([`\\"${"[".repeat(500)}`, `${"{".repeat(500)}\\`])],
    ["that ends within a text", `"${"[".repeat(1000)}\\`],
    ["that is none", "]".repeat(1000)],
  ])("%s", (_, json) => {
    expect(() => checkJsonDepth(json)).not.toThrow();
  });
});

describe("JSON is refused", () => {
  test.each([
    ["a level below the bound", arrays(deepestJson + 1)],
    ["of objects a level below the bound", objects(deepestJson + 1)],
    ["that would exhaust a stack", arrays(1_000_000)],
    ["behind text that looks like its end", `["${"]".repeat(500)}\\"]",${arrays(deepestJson)}]`],
  ])("%s", (_, json) => {
    expect(() => checkJsonDepth(json)).toThrow(expect.objectContaining(tooDeep));
  });
});

test("JSON of more values than are allowed is refused, and texts may hold what they like", () => {
  const values = (count: number) => JSON.stringify(Array.from({ length: count }, () => ({})));
  for (const json of [values(1001), values(2), JSON.stringify([",".repeat(9000), `\\"${",".repeat(9000)}`])])
    expect(() => checkJsonValues(json, 1000)).not.toThrow();
  const refused = { code: "invalid_request", message: "The body holds more than 1000 values." };
  expect(() => checkJsonValues(values(1002), 1000)).toThrow(expect.objectContaining(refused));
});

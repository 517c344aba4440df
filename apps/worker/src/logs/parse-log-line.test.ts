import { expect, test } from "vitest";
import { parseLogLine } from "./parse-log-line.ts";

const id = "0b7c1a7e-7f0a-4f3c-9a54-6a2f9f3a1a11";

test.each([
  [`2026-11-24T10:00:00.000Z\t${id}\tINFO\tgot it\n`, { level: "info", message: "got it", requestId: id }],
  [`2026-11-24T10:00:00.000Z\t${id}\tERROR\ta\nb`, { level: "error", message: "a\nb", requestId: id }],
  [`2026-11-24T10:00:00.000Z\tundefined\tWARN\tat init`, { level: "warn", message: "at init", requestId: null }],
  [`[WARNING]\t2026-11-24T10:00:00.000Z\t${id}\tcareful`, { level: "warn", message: "careful", requestId: id }],
  [`START RequestId: ${id} Version: 3`, { level: "platform", requestId: id }],
  [`END RequestId: ${id}\n`, { level: "platform", requestId: id }],
  [
    `REPORT RequestId: ${id}\tDuration: 1.00 ms\tBilled Duration: 1 ms\tMemory Size: 128 MB\tMax Memory Used: 9 MB\t\n`,
    { level: "platform", requestId: id },
  ],
  ["INIT_START Runtime Version: nodejs:24", { level: "platform", requestId: null }],
  ["printed", { level: "info", message: "printed", requestId: null }],
  ["{ not json", { level: "info", message: "{ not json", fields: null }],
  ['{"total":5}', { level: "info", message: '{"total":5}', fields: { total: 5 } }],
  ['{"msg":"hello","pid":1}', { level: "info", message: "hello", fields: { pid: 1 } }],
])("%j is read", (raw, expected) => {
  expect(parseLogLine(raw)).toMatchObject(expected);
});

test("a line of the function SDK's logger keeps its level, fields and correlation ID", () => {
  const line = JSON.stringify({ level: "warn", message: "slow", correlationId: "abcdefgh", requestId: id, ms: 5 });
  expect(parseLogLine(`2026-11-24T10:00:00.000Z\t${id}\tINFO\t${line}`)).toEqual({
    level: "warn",
    message: "slow",
    requestId: id,
    correlationId: "abcdefgh",
    fields: { ms: 5 },
  });
});

const deep = `{"a":${"[".repeat(300)}${"]".repeat(300)},"level":"error"}`;
test("JSON that is nested too deep for the database is the text that it is", () => {
  expect(parseLogLine(deep)).toMatchObject({ level: "info", message: deep, fields: null });
});

test("megabytes of nested JSON are read in little time, so that no tenant's lines hold up the worker", () => {
  const line = `{${'"a":{'.repeat(150)}${"}".repeat(150)},"b":[${"[1],".repeat(3500)}1]}`;
  const began = performance.now();
  for (let count = 0; count < 400; count += 1) parseLogLine(line); // 6 MB
  expect(performance.now() - began).toBeLessThan(1000); // value by value it takes several seconds
});

test("tenant code cannot write a line of the platform", () => {
  expect(parseLogLine(`2026-11-24T10:00:00.000Z\t${id}\tPLATFORM\tx`).level).toBe("info");
  expect(parseLogLine('{"level":"platform","message":"x"}').level).toBe("info");
});

test.each([
  `REPORT RequestId: ${id}\tDuration: 1 ms\tBilled Duration: 99999999999 ms\tMemory Size: 128 MB\tMax Memory Used: 9 MB`,
  `REPORT RequestId: ${id}\tDuration: 1.00 ms`,
  `START RequestId: ${id} Version: 3 and more`,
  `END RequestId: ${id} of nothing`,
])("what tells what Lambda never would is a function's own line: %s", (line) => {
  expect(parseLogLine(line)).toMatchObject({ level: "info", message: line, requestId: null });
});

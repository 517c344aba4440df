import { expect, test } from "vitest";
import { classify } from "./classify.ts";

const failed = (stack: readonly string[], name = "trace") =>
  classify("Unhandled", JSON.stringify({ errorType: "Error", errorMessage: "no", [name]: stack })).error?.stack;

test("a stack is told without the frames of the runtime itself", () => {
  expect(
    failed([
      "Error: no",
      "    at check (/var/task/index.mjs:4:9)",
      "    at run (/var/runtime/node/bootstrap.cjs:120:7)",
      "    at process.processTicksAndRejections (node:internal/process/task_queues:105:5)",
      "    at handler (/var/task/node_modules/lib/index.js:1:1)",
      "    at file:///var/runtime/index.mjs:1173:29",
    ]),
  ).toEqual([
    "Error: no",
    "    at check (/var/task/index.mjs:4:9)",
    "    at handler (/var/task/node_modules/lib/index.js:1:1)",
  ]);
});

test("frames of the language stay between the function's own, and go with the runtime's that they lead to", () => {
  const own = ["Error: no", "    at each (/var/task/index.mjs:4:9)", "    at Array.map (<anonymous>)"];
  const below = ["    at handler (/var/task/index.mjs:9:2)"];
  const runtime = ["    at new Promise (<anonymous>)", "    at run (/var/runtime/node/bootstrap.cjs:120:7)"];
  expect(failed([...own, ...below, ...runtime])).toEqual([...own, ...below]);
});

test("Python's frames of the runtime are left out too", () => {
  const own = '  File "/var/task/main.py", line 3, in handler\n    raise ValueError("no")\n';
  const runtime = '  File "/var/runtime/bootstrap.py", line 177, in run\n    answer = handler(event)\n';
  expect(failed([own, runtime], "stackTrace")).toEqual([own]);
});

test.each([
  [["    at run (/var/runtime/node/bootstrap.cjs:120:7)"]],
  [["Error: /var/runtime/ is not", "writable: /var/runtime/ or node:internal"]],
  [["Error: no", "    at check (/var/task/index.mjs:4:9)"]],
  [[]],
])("the first line, the message and the function's own frames stay: %j", (stack) => {
  expect(failed(stack)).toEqual(stack);
});

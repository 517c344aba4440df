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

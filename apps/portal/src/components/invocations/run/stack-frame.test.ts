import { expect, test } from "vitest";
import { stackFrame } from "./stack-frame";

test.each([
  ["    at handler (/var/task/src/index.ts:12:7)", { file: "src/index.ts", line: 12, column: 7 }],
  ["at src/lib/iban.js:3:1", { file: "src/lib/iban.js", line: 3, column: 1 }],
  ["at async Runtime.handler (file:///var/task/index.mjs:4:9)", { file: "index.mjs", line: 4, column: 9 }],
  ['  File "/var/task/src/main.py", line 8, in handler', { file: "src/main.py", line: 8, column: 1 }],
])("%s leads to its line", (text, place) => {
  expect(stackFrame(text).place).toEqual(place);
});

test.each([
  "    at node:internal/process/task_queues:95:5",
  "    at x (/var/task/node_modules/zod/index.js:1:1)",
  "    at Runtime.run (/var/runtime/index.mjs:1:1)",
  "    at async file:///var/runtime/node/loop.mjs:20:3",
  '  File "/var/runtime/bootstrap.py", line 60, in run',
  "TypeError: of src/index.ts and more",
])("%s leads nowhere", (text) => {
  expect(stackFrame(text).place).toBeNull();
});

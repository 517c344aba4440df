import { afterAll, beforeAll, expect, it } from "vitest";
import { type ExecutionFixture, startExecution } from "./testing/execution-fixture.ts";

let fixture: ExecutionFixture;
beforeAll(async () => {
  fixture = await startExecution();
});
afterAll(() => fixture.stop());

it("runs a handler with its context, and logs print and logging", async () => {
  const text = `
import logging
def handler(event, context):
    print("plain")
    logging.warning("careful")
    return {"event": event, "memory": context.memory_limit_in_mb, "left": context.get_remaining_time_in_millis() > 0}
`;
  const answer = await fixture.run(fixture.definePython(text), { a: "ü" });
  expect(answer.output).toEqual({ event: { a: "ü" }, memory: "128", left: true });
  expect(answer.functionLines.join("\n")).toMatch(/plain/);
  expect(answer.functionLines.join("\n")).toMatch(/\[WARNING\]\t\S+Z\t[\da-f-]{36}\tcareful/);
});

const failures: readonly (readonly [string, string, string, RegExp])[] = [
  ["a raised error", "def handler(e, c):\n  raise ValueError('boom')", "ValueError", /^boom$/],
  [
    "a missing module",
    "import nowhere",
    "Runtime.ImportModuleError",
    /^Unable to import module 'index': No module named 'nowhere'$/,
  ],
  ["a missing handler", "x = 1", "Runtime.HandlerNotFound", /^Handler 'handler' missing on module 'index'$/],
  ["a syntax error", "def handler(e, c:", "Runtime.UserCodeSyntaxError", /^Syntax error in module 'index'/],
  ["an exit", "import sys\ndef handler(e, c):\n  sys.exit(4)", "Runtime.ExitError", /exit status 4$/],
  [
    "an answer that is no JSON",
    "def handler(e, c):\n  return object()",
    "Runtime.MarshalError",
    /^Unable to marshal response/,
  ],
];
it.each(failures)("tells %s in Lambda's words", async (_name, text, errorType, message) => {
  const answer = await fixture.run(fixture.definePython(text));
  expect(answer.functionError).toBe("Unhandled");
  expect(answer.output).toMatchObject({ errorType, errorMessage: expect.stringMatching(message) });
});

it("shows the tenant's own lines in the stack trace", async () => {
  const answer = await fixture.run(
    fixture.definePython("def inner():\n  raise KeyError('k')\ndef handler(e, c):\n  inner()"),
  );
  expect(answer.output).toMatchObject({
    stackTrace: [expect.stringContaining('"/var/task/index.py", line 4'), expect.stringContaining("line 2, in inner")],
  });
});

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

it("finds packages in layers, in both of Lambda's places", async () => {
  const layer = fixture.define({
    "python/one.py": "TEXT = 'one'",
    "python/lib/python3.11/site-packages/two.py": "TEXT = 'two'",
    "lib/data.txt": "three",
  });
  const text =
    "import one, two\ndef handler(event, context):\n  return [one.TEXT, two.TEXT, open('/opt/lib/data.txt').read()]";
  const spec = fixture.definePython(text, { layerDirs: [layer.codeDir] });
  expect((await fixture.run(spec)).output).toEqual(
    spec.runtime === "python3.11" ? ["one", "two", "three"] : expect.anything(),
  );
});

it("leaves out what is below the level of a JSON log", async () => {
  const text =
    "import logging\ndef handler(event, context):\n  for name in ['debug', 'info', 'warning', 'error']: getattr(logging, name)(name)";
  const run = async (application: "DEBUG" | "ERROR") => {
    const spec = fixture.definePython(text, { logFormat: "JSON", logLevels: { application, system: "INFO" } });
    return (await fixture.run(spec)).functionLines.map((line) => JSON.parse(line).message);
  };
  expect(await run("DEBUG")).toEqual(["debug", "info", "warning", "error"]);
  expect(await run("ERROR")).toEqual(["error"]);
});

import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest";
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

it("reads and writes JSON as Python's own module does, and raises what that raises", async () => {
  const text = `
import decimal, json, sys
wire, api = sys.modules["annex_runtime.wire_json"], sys.modules["annex_runtime.runtime_api"]
def attempt(action):
    try: return repr(action())
    except Exception as error: return [type(error).__name__, str(error)]
def handler(event, context):
    loop = []; loop.append(loop)
    values = [None, True, 1, -0.0, 1e300, float("inf"), 2**80, "", "ü\\u2028\\ud800", [], {}, [1, [2, {"a": None}]], {1: 2, None: 3, True: 4, 1.5: 5}, {(1,): 2}, {1}, loop, decimal.Decimal("1.5"), "x" * 100000]
    pairs = [(text, attempt(lambda: wire.loads(text)), attempt(lambda: json.loads(text))) for text in event]
    pairs += [(str(value), attempt(lambda: wire.dumps(value, api._default)), attempt(lambda: json.dumps(value, ensure_ascii=False, default=api._default))) for value in values]
    return [len(pairs), [pair for pair in pairs if pair[1] != pair[2]]]
`;
  const texts = [
    "1",
    " 1\n",
    '{"a": [1, 2.5, "\\u00e9\\ud83d\\ude00"]}',
    "NaN",
    "-Infinity",
    "",
    " ",
    "{",
    "[1,]",
    "1 2",
    '"\t"',
    "nul",
    "\ufeff1",
  ];
  const { output } = await fixture.run(fixture.definePython(text), [...texts, "[".repeat(100_000)]);
  expect(output).toEqual([32, []]);
});

it("tells an error also when the function left no file handle to read a module from", async () => {
  const text = `
import os
held = []
def handler(event, context):
    while True: held.append(os.open("/dev/null", os.O_RDONLY))
`;
  const { output } = await fixture.run(fixture.definePython(text));
  expect(output).toMatchObject({ errorType: "OSError", errorMessage: "[Errno 24] Too many open files: '/dev/null'" });
});

it("has Lambda's logging for whoever imports it, in a pre-started environment too", async () => {
  const pooled = await startExecution({ poolSize: 1 });
  onTestFinished(() => pooled.stop());
  await pooled.execution.poolFilled();
  const text = "def handler(event, context):\n  import logging\n  logging.error('said once')";
  for (const { run, definePython } of [fixture, pooled]) {
    const { functionLines } = await run(definePython(text));
    expect(functionLines).toEqual([expect.stringMatching(/^\[ERROR\]\t\S+Z\t[\da-f-]{36}\tsaid once$/)]);
  }
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

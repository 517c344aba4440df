import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { type ExecutionFixture, startExecution } from "./testing/execution-fixture.ts";

let fixture: ExecutionFixture;
beforeAll(async () => {
  fixture = await startExecution({ poolSize: 1 });
  await fixture.execution.poolFilled();
});
afterAll(() => fixture.stop());

describe("handler styles", () => {
  it("runs an ECMAScript module, and keeps its state in a warm environment", async () => {
    const spec = fixture.define("let count = 0; export const handler = async (event) => ({ event, count: ++count });");
    expect((await fixture.run(spec, { a: "ü" })).output).toEqual({ event: { a: "ü" }, count: 1 });
    const warm = await fixture.run(spec, null);
    expect(warm.output).toEqual({ event: null, count: 2 });
    expect(warm.initMs).toBeUndefined();
  });

  it("runs CommonJS in a folder, with a nested export and a required file beside it", async () => {
    const files = {
      "src/index.js": "exports.api = { handler: async () => require('../lib/answer.js') };",
      "lib/answer.js": "module.exports = 42;",
    };
    expect((await fixture.run(fixture.define(files, { handler: "src/index.api.handler" }))).output).toBe(42);
  });

  it("runs a callback handler on Node 22, and waits for its event loop", async () => {
    const text =
      "exports.handler = (event, context, callback) => { callback(null, 'done'); setTimeout(() => console.log('later'), 20); };";
    const answer = await fixture.run(fixture.define({ "index.js": text }, { runtime: "nodejs22.x" }));
    expect(answer.output).toBe("done");
    expect(answer.functionLines.join()).toContain("later");
  });

  it("refuses a callback handler on Node 24 as Lambda does", async () => {
    const answer = await fixture.run(
      fixture.define("export const handler = (event, context, callback) => callback(null, 1);"),
    );
    expect(answer.output).toMatchObject({ errorType: "Runtime.CallbackHandlerDeprecated" });
  });

  it("finds packages in layers", async () => {
    const layer = fixture.define({ "nodejs/node_modules/greeting/index.js": "module.exports = 'hello';" });
    const spec = fixture.define(
      { "index.js": "exports.handler = async () => require('greeting');" },
      { layerDirs: [layer.codeDir] },
    );
    expect((await fixture.run(spec)).output).toBe("hello");
  });
});

describe("context and environment", () => {
  it("gives the context and the variables that Lambda promises", async () => {
    const text = `export const handler = async (event, context) => ({ env: process.env, id: context.awsRequestId, memory: context.memoryLimitInMB,
      tenant: context.tenantId, arn: context.invokedFunctionArn, left: context.getRemainingTimeInMillis(), zone: new Date().getTimezoneOffset() });`;
    const { output } = await fixture.run(
      fixture.define(text, { environment: { MINE: "1", AWS_REGION: "forged" } }),
      {},
      "tenant-a",
    );
    expect(output).toMatchObject({
      memory: "128",
      tenant: "tenant-a",
      zone: 0,
      id: expect.stringMatching(/^[\da-f-]{36}$/),
    });
    expect(output).toMatchObject({
      env: {
        MINE: "1",
        AWS_REGION: "eu-central-1",
        AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "128",
        AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
        AWS_ACCESS_KEY_ID: "ASIAEXAMPLE",
        AWS_SESSION_TOKEN: "token",
        LAMBDA_TASK_ROOT: "/var/task",
        _HANDLER: "index.handler",
        TZ: ":UTC",
      },
    });
  });

  it("tells each invocation its own trace, in copies of the variables too, and lets the function set variables", async () => {
    const text = `import { execFileSync } from "node:child_process";
      const shown = "process.env._X_AMZN_TRACE_ID + ' ' + process.env.COUNT";
      export const handler = async () => {
        process.env.COUNT = Number(process.env.COUNT ?? 0) + 1;
        const trace = process.env._X_AMZN_TRACE_ID;
        const child = execFileSync(process.execPath, ["-p", shown]).toString().trim();
        return { trace, copy: { ...process.env }._X_AMZN_TRACE_ID, child, named: "_X_AMZN_TRACE_ID" in process.env };
      };`;
    const spec = fixture.define(text);
    const traces = [];
    for (const count of [1, 2]) {
      const { output } = await fixture.run(spec);
      const { trace } = z.object({ trace: z.string() }).parse(output);
      expect(trace).toMatch(/^Root=1-[\da-f]{8}-[\da-f]{24};Parent=[\da-f]{16};Sampled=0$/);
      expect(output).toEqual({ trace, copy: trace, child: `${trace} ${count}`, named: true });
      traces.push(trace);
    }
    expect(traces[0]).not.toBe(traces[1]);
  });

  it("hands over nothing of the engine's own environment", async () => {
    const { output } = await fixture.run(
      fixture.define("export const handler = async () => Object.keys(process.env);"),
    );
    expect(output).not.toContain("NODE_EXTRA_CA_CERTS");
    expect(output).not.toContain("VITEST");
  });
});

describe("failures", () => {
  const failures: readonly (readonly [string, string | Record<string, string>, string, RegExp])[] = [
    ["a thrown error", "export const handler = async () => { throw new TypeError('boom'); };", "TypeError", /^boom$/],
    [
      "a lost rejection",
      "export const handler = () => { Promise.reject(new Error('lost')); return new Promise((r) => setTimeout(r, 500)); };",
      "Runtime.UnhandledPromiseRejection",
      /^Error: lost$/,
    ],
    [
      "an exit",
      "export const handler = async () => process.exit(3);",
      "Runtime.ExitError",
      /Error: Runtime exited with error: exit status 3$/,
    ],
    [
      "a clean exit",
      "export const handler = async () => process.exit(0);",
      "Runtime.ExitError",
      /Error: Runtime exited without providing a reason$/,
    ],
    [
      "a missing handler",
      "export const other = 1;",
      "Runtime.HandlerNotFound",
      /^index\.handler is undefined or not exported$/,
    ],
    ["a missing module", { "other.js": "" }, "Runtime.ImportModuleError", /^Error: Cannot find module 'index'/],
    ["a syntax error", "export const handler = {", "Runtime.UserCodeSyntaxError", /^SyntaxError: /],
    [
      "an answer over 6 MB",
      "export const handler = async () => 'x'.repeat(7_000_000);",
      "Function.ResponseSizeTooLarge",
      /6291556 bytes/,
    ],
    [
      "too much memory",
      "export const handler = async () => { const all = []; for (;;) all.push(Buffer.alloc(1_000_000, 1)); };",
      "Runtime.ExitError",
      /signal: killed$/,
    ],
  ];
  it.each(failures)("tells %s in Lambda's words", async (_name, files, errorType, message) => {
    const answer = await fixture.run(fixture.define(files, { timeoutMs: 20_000 }));
    expect(answer.functionError).toBe("Unhandled");
    expect(answer.output).toMatchObject({ errorType, errorMessage: expect.stringMatching(message) });
    expect(answer.platformLines.at(-1)).toContain(`Status: error\tError Type: ${errorType}`);
  });

  it("ends an environment that runs into its timeout, and serves the next invocation in a new one", async () => {
    const spec = fixture.define("export const handler = async (event) => { while (event.forever); return 'ok'; };", {
      timeoutMs: 300,
    });
    const answer = await fixture.run(spec, { forever: true });
    expect(answer.output).toEqual({
      errorType: "Sandbox.Timedout",
      errorMessage: expect.stringMatching(/^RequestId: \S+ Error: Task timed out after 0\.30 seconds$/),
    });
    expect((await fixture.run(spec)).output).toBe("ok");
  });
});

describe("an init phase that takes long", () => {
  it("goes on in the invocation's time, and ends with it", async () => {
    const slow = await startExecution({ initTimeoutMs: 200 });
    const text = (ms: number) =>
      `await new Promise((resolve) => setTimeout(resolve, ${ms})); export const handler = async () => "ok";`;
    const served = await slow.run(slow.define(text(400)));
    expect(served.output).toBe("ok");
    expect(served.platformLines).toContain("INIT_REPORT Init Duration: 200.00 ms\tPhase: init\tStatus: timeout");
    const ended = await slow.run(slow.define(text(60_000), { timeoutMs: 300 }));
    expect(ended.output).toMatchObject({
      errorType: "Sandbox.Timedout",
      errorMessage: expect.stringMatching(/Task timed out after 0\.30 seconds$/),
    });
    await slow.stop();
  });
});

describe("log", () => {
  it("tells what caused an error that says nothing itself", async () => {
    const text = `export const handler = async () => { throw new Error("outer", { cause: new TypeError("inner") }); };`;
    const answer = await fixture.run(fixture.define(text));
    const [line = ""] = answer.functionLines;
    expect(JSON.parse(line.slice(line.indexOf("{")))).toMatchObject({
      errorMessage: "outer",
      cause: { errorType: "TypeError", errorMessage: "inner" },
    });
  });

  it("has Lambda's platform lines around the function's, which stay whole", async () => {
    const answer = await fixture.run(
      fixture.define("export const handler = async () => { console.warn('two\\nlines', { a: 1 }); };"),
    );
    const kinds = answer.platformLines.map((line) => line.split(" ")[0]);
    expect(kinds).toEqual(["INIT_START", "START", "END", "REPORT"]);
    expect(answer.platformLines.at(-1)).toMatch(
      /^REPORT RequestId: \S+\tDuration: [\d.]+ ms\tBilled Duration: \d+ ms\tMemory Size: 128 MB\tMax Memory Used: \d+ MB\tInit Duration: [\d.]+ ms\t$/,
    );
    expect(answer.functionLines).toEqual([
      expect.stringMatching(/^\d{4}-\S+Z\t[\da-f-]{36}\tWARN\ttwo\nlines \{ a: 1 \}$/),
    ]);
    expect(answer.logStream).toMatch(/^\d{4}\/\d\d\/\d\d\/\[\$LATEST\][\da-f]{32}$/);
  });

  it("keeps a forged platform line a line of the function", async () => {
    const forged = "REPORT RequestId: 1\tDuration: 0.01 ms";
    const answer = await fixture.run(
      fixture.define(`export const handler = async () => { process.stdout.write(${JSON.stringify(`${forged}\n`)}); };`),
    );
    expect(answer.functionLines).toEqual([forged]);
    expect(answer.platformLines).not.toContain(forged);
  });

  it("tells the memory of this invocation, however soon after the last one and however short it is", async (context) => {
    if (fixture.execution.isolation().limits.memory !== "cgroup") context.skip("there is no memory cgroup here");
    const spec = fixture.define("export const handler = async (mb) => Buffer.alloc(mb << 20, 1).length;");
    const small = await fixture.run(spec, 1);
    const large = await fixture.run(spec, 32);
    expect(large.maxMemoryMb - small.maxMemoryMb).toBeGreaterThan(20);
    expect(large.platformLines.at(-1)).toContain(`Max Memory Used: ${large.maxMemoryMb} MB`);
  });

  it("is JSON where the function asks for it", async () => {
    const spec = fixture.define("export const handler = async () => { console.log('hi'); };", { logFormat: "JSON" });
    const answer = await fixture.run(spec);
    expect(JSON.parse(answer.functionLines[0] ?? "")).toMatchObject({ level: "INFO", message: "hi" });
    expect(JSON.parse(answer.platformLines.at(-1) ?? "")).toMatchObject({
      type: "platform.report",
      record: { status: "success" },
    });
  });

  it("leaves out what is below the level of the function's log and of the platform's", async () => {
    const text = `import { setTimeout } from "node:timers/promises"; export const handler = async (event) => {
      for (const level of ["trace", "debug", "info", "warn", "error", "fatal"]) console[level](level); if (event.fail) throw new Error("no"); await setTimeout(0); };`;
    const logLevels = { application: "WARN", system: "WARN" } as const;
    const spec = fixture.define(text, { logFormat: "JSON", logLevels });
    const quiet = await fixture.run(spec);
    expect(quiet.functionLines.map((line) => JSON.parse(line).level)).toEqual(["WARN", "ERROR", "FATAL"]);
    expect(quiet.platformLines).toEqual([]);
    const failed = await fixture.run(spec, { fail: true });
    const types = failed.platformLines.map((line) => JSON.parse(line).type);
    expect(types).toEqual(["platform.runtimeDone", "platform.report"]);
  });
});

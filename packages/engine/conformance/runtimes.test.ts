import {
  InvokeCommand,
  PublishLayerVersionCommand,
  type Runtime,
  UpdateFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { createFunction, type RunningEngine, startEngine, untilActive, zipOf } from "./fixture.ts";

const node = {
  "index.mjs": `import { createRequire } from "node:module";
    export const handler = async ({ kind, value }, context) => {
      if (kind === "echo") return value;
      if (kind === "environment") return process.env;
      if (kind === "context") return { id: context.awsRequestId, name: context.functionName, version: context.functionVersion, memory: context.memoryLimitInMB,
        arn: context.invokedFunctionArn, left: context.getRemainingTimeInMillis(), group: context.logGroupName, stream: context.logStreamName, trace: process.env._X_AMZN_TRACE_ID };
      if (kind === "log") { console.log("a line of its own"); return null; }
      if (kind === "layer") return createRequire(import.meta.url)("greeting");
      if (kind === "throw") throw new RangeError("out of bounds");
      if (kind === "exit") process.exit(3);
      if (kind === "memory") { const all = []; for (;;) all.push(Buffer.alloc(1_000_000, 1)); }
      for (;;); };`,
};
const python = {
  "index.py": `import os, sys
def handler(event, context):
    kind = event["kind"]
    if kind == "echo": return event.get("value")
    if kind == "environment": return dict(os.environ)
    if kind == "context":
        return {"id": context.aws_request_id, "name": context.function_name, "version": context.function_version, "memory": context.memory_limit_in_mb,
            "arn": context.invoked_function_arn, "left": context.get_remaining_time_in_millis(), "group": context.log_group_name, "stream": context.log_stream_name, "trace": os.environ["_X_AMZN_TRACE_ID"]}
    if kind == "log":
        print("a line of its own")
        return None
    if kind == "layer":
        import greeting
        return greeting.TEXT
    if kind == "throw": raise RangeError("out of bounds")
    if kind == "exit": os._exit(3)
    if kind == "memory":
        all = []
        while True: all.append(bytes([1]) * 1_000_000)
    while True: pass
class RangeError(Exception): pass
`,
};
const bootstrap = {
  bootstrap: `#!/bin/bash
HOST="\${AWS_LAMBDA_RUNTIME_API%:*}" PORT="\${AWS_LAMBDA_RUNTIME_API#*:}" API=/2018-06-01/runtime/invocation
ask() { exec 5<>/dev/tcp/$HOST/$PORT; printf '%s' "$1" >&5; ANSWER="$(cat <&5)"; exec 5>&-; }
post() { ask "POST $API/$ID/$1 HTTP/1.1"$'\\r\\n'"Connection: close"$'\\r\\n'"Content-Length: \${#2}"$'\\r\\n\\r\\n'"$2"; }
header() { printf '%s' "$ANSWER" | grep -i "^Lambda-Runtime-$1:" | cut -d: -f2- | tr -d ' \\r'; }
environment() { env | grep -v '"' | sed 's/\\([^=]*\\)=\\(.*\\)/"\\1":"\\2"/' | tr '\\n' ',' | sed 's/,$//'; }
while true; do
  ask "GET $API/next HTTP/1.1"$'\\r\\n'"Connection: close"$'\\r\\n\\r\\n'
  EVENT="\${ANSWER##*$'\\r\\n\\r\\n'}"; ID="$(header Aws-Request-Id)"; LEFT=$(( $(header Deadline-Ms) - $(date +%s%3N) ))
  case "$EVENT" in
    *'"echo"'*) VALUE="\${EVENT#*\\"value\\":}"; post response "\${VALUE%\\}}" ;;
    *'"environment"'*) post response "{$(environment)}" ;;
    *'"context"'*) post response "{\\"id\\":\\"$ID\\",\\"name\\":\\"$AWS_LAMBDA_FUNCTION_NAME\\",\\"version\\":\\"$AWS_LAMBDA_FUNCTION_VERSION\\",\\"memory\\":\\"$AWS_LAMBDA_FUNCTION_MEMORY_SIZE\\",\\"arn\\":\\"$(header Invoked-Function-Arn)\\",\\"left\\":$LEFT,\\"group\\":\\"$AWS_LAMBDA_LOG_GROUP_NAME\\",\\"stream\\":\\"$AWS_LAMBDA_LOG_STREAM_NAME\\",\\"trace\\":\\"$(header Trace-Id)\\"}" ;;
    *'"log"'*) echo "a line of its own"; post response null ;;
    *'"layer"'*) post response "\\"$(greet)\\"" ;;
    *'"throw"'*) post error '{"errorType":"RangeError","errorMessage":"out of bounds"}' ;;
    *'"exit"'*) exit 3 ;;
    *'"memory"'*) head -c 4000000000 /dev/zero | tail > /dev/null; post response null ;;
    *) while true; do :; done ;;
  esac
done
`,
};

/** Lambda's names that this engine offers (a machine without libatomic1 has no Node.js 26), each with the same probe. */
const offered: readonly { readonly runtime: Runtime; readonly files: Record<string, string>; readonly own?: true }[] = [
  { runtime: "nodejs22.x", files: node },
  { runtime: "nodejs24.x", files: node },
  { runtime: "nodejs26.x", files: node },
  { runtime: "python3.11", files: python },
  { runtime: "provided.al2023", files: bootstrap, own: true },
];

const health = z.object({
  runtimes: z.array(z.string()),
  missingRuntimes: z.array(z.object({ name: z.string(), reason: z.string() })),
});

let engine: RunningEngine;
let here: z.infer<typeof health>;
let layer = "";
beforeAll(async () => {
  engine = await startEngine();
  here = health.parse(await (await fetch(`${engine.url}/_engine/health`)).json());
  const ZipFile = await zipOf({
    "nodejs/node_modules/greeting/index.js": "module.exports = 'from a layer';",
    "python/greeting.py": "TEXT = 'from a layer'",
    "bin/greet": "#!/bin/sh\nprintf 'from a layer'",
  });
  const command = new PublishLayerVersionCommand({ LayerName: "greetings", Content: { ZipFile } });
  layer = (await engine.lambda().send(command)).LayerVersionArn ?? "";
});
afterAll(() => engine.close());

test("a runtime that this machine cannot have is told with what to do", () => {
  expect(here.runtimes).toEqual(expect.arrayContaining(["nodejs22.x", "nodejs24.x", "provided.al2023"]));
  for (const { name, reason } of here.missingRuntimes) {
    expect(here.runtimes).not.toContain(name);
    expect(reason).toMatch(/is missing/);
  }
});

describe.each(offered)("$runtime", ({ runtime, files, own }) => {
  const name = `annex-${runtime.replace(/\W/g, "-")}`;
  beforeAll(async () => {
    if (!here.runtimes.includes(runtime)) return;
    const more = { MemorySize: 256, Timeout: 20, Layers: [layer], Environment: { Variables: { MINE: "yes" } } };
    await createFunction(engine, name, files, { Runtime: runtime, ...more });
  });

  async function invoke(kind: string, value?: unknown, trace?: string) {
    const client = engine.lambda();
    client.middlewareStack.add(
      (next) => (args) => {
        const { request } = args;
        if (trace !== undefined && typeof request === "object" && request !== null && "headers" in request)
          Object.assign(request.headers ?? {}, { "X-Amzn-Trace-Id": trace });
        return next(args);
      },
      { step: "build" },
    );
    const Payload = JSON.stringify({ kind, ...(value === undefined ? {} : { value }) });
    const result = await client.send(new InvokeCommand({ FunctionName: name, Payload, LogType: "Tail" }));
    const output: unknown = JSON.parse(Buffer.from(result.Payload ?? []).toString("utf8"));
    return { ...result, output, log: Buffer.from(result.LogResult ?? "", "base64").toString("utf8") };
  }
  const check = (title: string, body: () => Promise<void>) =>
    test(title, async (context) => {
      if (!here.runtimes.includes(runtime)) context.skip(`${runtime} is not on this machine`);
      await body();
    });

  check("carries an event in and a result out", async () => {
    for (const value of [{ deep: ["ü", null, 1.5] }, "text", 7, true])
      expect((await invoke("echo", value)).output).toEqual(value);
  });

  check("gives the context that Lambda gives", async () => {
    const trace = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1";
    const { output, $metadata } = await invoke("context", undefined, trace);
    expect(output).toEqual({
      id: $metadata.requestId,
      name,
      version: "$LATEST",
      memory: "256",
      arn: `arn:aws:lambda:eu-central-1:000000000000:function:${name}`,
      left: expect.toSatisfy((left: number) => left > 0 && left <= 20_000),
      group: `/aws/lambda/${name}`,
      stream: expect.stringMatching(/^\d{4}\/\d\d\/\d\d\/\[\$LATEST\][\da-f]{32}$/),
      trace,
    });
    const without = z.object({ trace: z.string() }).parse((await invoke("context")).output);
    expect(without.trace).toMatch(/^Root=1-[\da-f]{8}-[\da-f]{24};Parent=[\da-f]{16};Sampled=0$/);
  });

  check("has the variables that Lambda promises, and none of the engine's", async () => {
    const { output } = await invoke("environment");
    expect(output).toMatchObject({
      MINE: "yes",
      _HANDLER: "index.handler",
      AWS_REGION: "eu-central-1",
      AWS_DEFAULT_REGION: "eu-central-1",
      AWS_LAMBDA_FUNCTION_NAME: name,
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "256",
      AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
      AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
      AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${name}`,
      AWS_LAMBDA_LOG_STREAM_NAME: expect.any(String),
      AWS_ACCESS_KEY_ID: expect.stringMatching(/^ASIA/),
      AWS_SECRET_ACCESS_KEY: expect.any(String),
      AWS_SESSION_TOKEN: expect.any(String),
      LAMBDA_TASK_ROOT: "/var/task",
      LAMBDA_RUNTIME_DIR: "/var/runtime",
      LANG: "en_US.UTF-8",
      TZ: ":UTC",
      PATH: expect.stringContaining("/opt/bin"),
      LD_LIBRARY_PATH: expect.stringContaining("/opt/lib"),
      ...(own ? { AWS_LAMBDA_RUNTIME_API: expect.any(String) } : { AWS_EXECUTION_ENV: `AWS_Lambda_${runtime}` }),
    });
    expect(output).not.toHaveProperty("VITEST");
    expect(output).not.toHaveProperty("NODE_EXTRA_CA_CERTS");
  });

  check("finds what layers hold", async () => {
    expect((await invoke("layer")).output).toBe("from a layer");
  });

  check("logs with Lambda's lines around the function's", async () => {
    const { log, $metadata } = await invoke("log");
    const id = $metadata.requestId;
    expect(log).toMatch(new RegExp(`START RequestId: ${id} Version: \\$LATEST\n`));
    expect(log).toContain("a line of its own");
    expect(log).toMatch(
      new RegExp(
        `END RequestId: ${id}\nREPORT RequestId: ${id}\tDuration: [\\d.]+ ms\tBilled Duration: \\d+ ms\tMemory Size: 256 MB\tMax Memory Used: \\d+ MB`,
      ),
    );
  });

  check("answers an error of the handler with its type and message", async () => {
    const { FunctionError, StatusCode, output } = await invoke("throw");
    expect([StatusCode, FunctionError]).toEqual([200, "Unhandled"]);
    expect(output).toMatchObject({ errorType: "RangeError", errorMessage: "out of bounds" });
  });

  check("tells an exit, running out of memory and a timeout, and goes on in a new environment", async () => {
    expect((await invoke("exit")).output).toEqual({
      errorType: "Runtime.ExitError",
      errorMessage: expect.stringMatching(/^RequestId: \S+ Error: Runtime exited with error: exit status 3$/),
    });
    expect((await invoke("memory")).output).toEqual({
      errorType: "Runtime.ExitError",
      errorMessage: expect.stringMatching(/signal: killed$/),
    });
    const client = engine.lambda();
    await client.send(new UpdateFunctionConfigurationCommand({ FunctionName: name, Timeout: 2 }));
    await untilActive(client, name);
    const { output, log } = await invoke("hang");
    expect(output).toEqual({
      errorType: "Sandbox.Timedout",
      errorMessage: expect.stringMatching(/^RequestId: \S+ Error: Task timed out after 2\.00 seconds$/),
    });
    expect(log).toMatch(/Task timed out after 2\.00 seconds/);
    expect((await invoke("echo", "well")).output).toBe("well");
  });
});

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ExecutionFixture, startExecution } from "./testing/execution-fixture.ts";
import type { FunctionSpec } from "./types.ts";

let fixture: ExecutionFixture;
beforeAll(async () => {
  fixture = await startExecution();
});
afterAll(() => fixture.stop());

/** The loop of a custom runtime as AWS's tutorial has it, over a plain TCP connection each time. */
const loop = `#!/bin/bash
HOST="\${AWS_LAMBDA_RUNTIME_API%:*}" PORT="\${AWS_LAMBDA_RUNTIME_API#*:}" API=/2018-06-01/runtime
ask() { exec 5<>/dev/tcp/$HOST/$PORT; printf '%s' "$1" >&5; ANSWER="$(cat <&5)"; exec 5>&-; }
post() { ask "POST $API/$1 HTTP/1.1"$'\\r\\n'"Connection: close"$'\\r\\n'"$3Content-Length: \${#2}"$'\\r\\n\\r\\n'"$2"; }
next() { ask "GET $API/invocation/next HTTP/1.1"$'\\r\\n'"Connection: close"$'\\r\\n\\r\\n'; EVENT="\${ANSWER##*$'\\r\\n\\r\\n'}"; ID="$(header Request-Id)"; }
header() { printf '%s' "$ANSWER" | grep -i "^Lambda-Runtime-.*$1:" | head -1 | cut -d: -f2- | tr -d ' \\r'; }
`;
const provided = (text: string, overrides = {}) =>
  fixture.define({ bootstrap: text }, { runtime: "provided.al2023", handler: "any", ...overrides });

/** An environment is free once its runtime asks for the next event, which a shell takes its time for. */
async function runWarm(spec: FunctionSpec, event?: unknown) {
  for (;;) {
    const answer = await fixture.run(spec, event);
    if (answer.initMs === undefined) return answer;
  }
}

describe("a function that brings its own runtime", () => {
  it("speaks the Runtime API over TCP, and keeps its state in a warm environment", async () => {
    const text = `${loop}echo starting; COUNT=0; while true; do next; COUNT=$((COUNT + 1)); echo "got $EVENT"; post "invocation/$ID/response" "[$COUNT, $EVENT, $(header Deadline-Ms), \\"$(header Function-Arn)\\"]"; done`;
    const spec = provided(text);
    const before = Date.now();
    const cold = await fixture.run(spec, { a: 1 });
    expect(cold.output).toEqual([1, { a: 1 }, expect.any(Number), expect.stringContaining(":function:")]);
    expect(Array.isArray(cold.output) && cold.output[2]).toBeGreaterThan(before);
    expect(cold.functionLines).toEqual(["starting", 'got {"a":1}']);
    expect((await runWarm(spec, "again")).output).toEqual([2, "again", expect.any(Number), expect.any(String)]);
  });

  it("gets Lambda's variables and its own, quoted or not, and nothing else", async () => {
    const odd = `it's "$HOME" \\ and\nmore`;
    const text = `${loop}next; post "invocation/$ID/response" "\\"$(env -0 | base64 -w0)\\""; next`;
    const { output } = await fixture.run(provided(text, { environment: { ODD: odd, UID: "7" } }));
    const lines = Buffer.from(String(output), "base64").toString("utf8").split("\0");
    const variables = new Map(lines.map((line) => [line.split("=")[0], line.slice(line.indexOf("=") + 1)]));
    expect(variables.get("ODD")).toBe(odd);
    expect(variables.get("AWS_LAMBDA_RUNTIME_API")).toBe("127.0.0.1:9001");
    expect(variables.get("_HANDLER")).toBe("any");
    expect(variables.get("LAMBDA_TASK_ROOT")).toBe("/var/task");
    expect([...variables.keys()]).not.toContain("AWS_EXECUTION_ENV");
    expect([...variables.keys()]).not.toContain("NODE_EXTRA_CA_CERTS");
  });

  it("answers with an error of its own, in the body or in a header alone", async () => {
    const body = `{\\"errorType\\":\\"Mine\\",\\"errorMessage\\":\\"no\\"}`;
    const spec = provided(
      `${loop}next; post "invocation/$ID/error" "${body}"; next; post "invocation/$ID/error" "" "Lambda-Runtime-Function-Error-Type: Other"$'\\r\\n'; next`,
    );
    expect(await fixture.run(spec)).toMatchObject({
      functionError: "Unhandled",
      output: { errorType: "Mine", errorMessage: "no" },
    });
    expect((await runWarm(spec)).output).toEqual({ errorType: "Other" });
  });

  it("is found in a layer, and may use curl with chunks, Expect and a kept connection", async () => {
    const text = `#!/bin/sh
API=http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime
command -v curl > /dev/null || { printf no-curl; exit 9; }
while true; do
  EVENT="$(curl -sS -D /tmp/head $API/invocation/next)"
  ID="$(grep -i '^lambda-runtime-aws-request-id:' /tmp/head | cut -d: -f2 | tr -d ' \\r')"
  echo "$EVENT" | curl -sS -o /dev/null -H 'Transfer-Encoding: chunked' -H 'Expect: 100-continue' -X POST --data-binary @- "$API/invocation/$ID/response"
done`;
    const layer = fixture.define({ bootstrap: text });
    const spec = fixture.define({ "data.txt": "" }, { runtime: "provided.al2023", layerDirs: [layer.codeDir] });
    const event = { long: "ü".repeat(3_000) };
    const { output } = await fixture.run(spec, event);
    // curl is an operator's to install; where there is none the bootstrap says so.
    expect(output).toSatisfy(
      (answer) => JSON.stringify(answer) === JSON.stringify(event) || JSON.stringify(answer).includes("exit status 9"),
    );
  });

  it("gets the event again when its connection broke before it came", async () => {
    const text = `${loop}next; post "invocation/$ID/response" 1
exec 6<>/dev/tcp/$HOST/$PORT; printf "GET $API/invocation/next HTTP/1.1\\r\\n\\r\\n" >&6; exec 6>&-
next; post "invocation/$ID/response" "$EVENT"; next`;
    const spec = provided(text);
    expect((await fixture.run(spec, "first")).output).toBe(1);
    expect((await runWarm(spec, "second")).output).toBe("second");
  });

  it("is told what it says wrong: another request ID, an unknown path, no HTTP, an extension", async () => {
    const text = `${loop}next; OWN=$ID; post "invocation/00000000-0000-0000-0000-000000000000/response" x; A="$ANSWER"; ask "GET /nothing HTTP/1.1"$'\\r\\n'"Connection: close"$'\\r\\n\\r\\n'; B="$ANSWER"
ask "what"$'\\r\\n\\r\\n'; C="$ANSWER"; ask "POST /2020-01-01/extension/register HTTP/1.1"$'\\r\\n'"Connection: close"$'\\r\\n\\r\\n'; D="$ANSWER"
post "invocation/$OWN/response" "\\"\${A:9:3} \${B:9:3} \${C:9:3} \${D:9:3}\\""; next`;
    expect((await fixture.run(provided(text))).output).toBe("400 404 400 403");
  });
});

describe("failures of the init phase", () => {
  const failures: readonly (readonly [string, Record<string, string>, string, RegExp])[] = [
    [
      "no bootstrap",
      { other: "" },
      "Runtime.InvalidEntrypoint",
      /Couldn't find valid bootstrap\(s\): \[\/var\/task\/bootstrap \/opt\/bootstrap\]$/,
    ],
    ["a bootstrap that is not executable", { bootstrap: "echo" }, "Runtime.InvalidEntrypoint", /permission denied$/],
    ["a bootstrap that ends", { bootstrap: "#!/bin/sh\nexit 5" }, "Runtime.ExitError", /exit status 5$/],
    ["a bootstrap without its interpreter", { bootstrap: "#!/no/such\n" }, "Runtime.ExitError", /exit status 12[67]$/],
    [
      "an error that it reports itself",
      { bootstrap: `${loop}post init/error '{"errorType":"Own.Init","errorMessage":"bad"}'; exit 1` },
      "Own.Init",
      /^bad$/,
    ],
  ];
  it.each(failures)("tells %s", async (_name, files, errorType, message) => {
    const answer = await fixture.run(fixture.define(files, { runtime: "provided.al2023" }));
    expect(answer.functionError).toBe("Unhandled");
    expect(answer.output).toMatchObject({ errorType, errorMessage: expect.stringMatching(message) });
  });

  it("refuses extensions and wrappers in clear words, in every runtime", async () => {
    const layer = fixture.define({ "extensions/agent": "#!/bin/sh" });
    const handler = "export const handler = async () => 1;";
    const extended = await fixture.run(fixture.define(handler, { layerDirs: [layer.codeDir] }));
    expect(extended.output).toMatchObject({
      errorType: "Extension.LaunchError",
      errorMessage: expect.stringContaining("the engine does not run extensions: /opt/extensions/agent"),
    });
    const wrapped = fixture.define(handler, { environment: { AWS_LAMBDA_EXEC_WRAPPER: "/opt/wrap" } });
    expect((await fixture.run(wrapped)).output).toMatchObject({ errorType: "Runtime.InvalidEntrypoint" });
  });
});

it("is confined as every function is, and finds a floodgate closed", async () => {
  const text = `${loop}next; FILES="$(ls / /root /home 2>/dev/null | tr '\\n' ' ')"; ( echo > /dev/tcp/127.0.0.1/22 ) 2>/dev/null && FILES="$FILES net"; post "invocation/$ID/response" "\\"$(id -u) $FILES\\""; next`;
  const { output } = await fixture.run(provided(text));
  expect(output).toMatch(/^1000 \/: bin dev etc lib lib64 opt proc run tmp usr var $/);
  const flood = `${loop}next; while true; do ( printf 'x' > /dev/tcp/$HOST/$PORT ) 2>/dev/null; done`;
  const ended = await fixture.run(provided(flood, { timeoutMs: 60_000 }));
  expect(ended.output).toMatchObject({ errorType: "Runtime.ExitError" });
});

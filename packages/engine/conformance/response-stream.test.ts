import {
  InvokeCommand,
  InvokeWithResponseStreamCommand,
  type InvokeWithResponseStreamCommandInput,
  type LambdaClient,
  PutFunctionConcurrencyCommand,
} from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createFunction, type RunningEngine, startEngine } from "./fixture.ts";

const FunctionName = "annex-stream";
let engine: RunningEngine;
let client: LambdaClient;

const code = `
const wait = (ms) => new Promise((done) => setTimeout(done, ms));
exports.handler = awslambda.streamifyResponse(async (event, stream, context) => {
  if (event.failFirst) throw new TypeError("before");
  if (event.http) stream = awslambda.HttpResponseStream.from(stream, { statusCode: 201, headers: { a: "b" } });
  stream.write("first");
  if (event.waitMs) await wait(event.waitMs);
  if (event.failLater) throw new RangeError("after");
  if (event.exit) process.exit(3);
  for (let sent = 0; sent < (event.bytes ?? 0); sent += 65536) {
    if (!stream.write(Buffer.alloc(65536, "x"))) await new Promise((done) => stream.once("drain", done));
  }
  console.log("BEFORE END " + context.awsRequestId);
  if (event.end !== false) stream.end("last");
});
exports.plain = async (event) => ({ echo: event });
`;

beforeAll(async () => {
  engine = await startEngine();
  client = engine.lambda();
  await createFunction(engine, FunctionName, { "index.js": code }, { Timeout: 60, MemorySize: 256 });
  await createFunction(engine, "annex-hurried", { "index.js": code }, { Timeout: 2 });
  await createFunction(engine, "annex-plain", { "index.js": code }, { Handler: "index.plain" });
});
afterAll(() => engine.close());

interface Streamed {
  readonly text: string;
  readonly complete: {
    ErrorCode?: string | undefined;
    ErrorDetails?: string | undefined;
    LogResult?: string | undefined;
  };
  readonly firstAfterMs: number;
  readonly endAfterMs: number;
  readonly version: string | undefined;
}

async function stream(event: object, extra: Partial<InvokeWithResponseStreamCommandInput> = {}): Promise<Streamed> {
  const startedAt = performance.now();
  const Payload = Buffer.from(JSON.stringify(event));
  const answer = await client.send(new InvokeWithResponseStreamCommand({ FunctionName, Payload, ...extra }));
  const chunks: Uint8Array[] = [];
  let complete: Streamed["complete"] | undefined;
  let firstAfterMs = Number.NaN;
  for await (const { PayloadChunk, InvokeComplete } of answer.EventStream ?? []) {
    if (chunks.length === 0) firstAfterMs = performance.now() - startedAt;
    if (PayloadChunk?.Payload) chunks.push(PayloadChunk.Payload);
    if (InvokeComplete) complete = InvokeComplete;
  }
  if (!complete) throw new Error("the stream ended without InvokeComplete");
  return {
    text: Buffer.concat(chunks).toString("latin1"),
    complete,
    firstAfterMs,
    endAfterMs: performance.now() - startedAt,
    version: answer.ExecutedVersion,
  };
}

describe("InvokeWithResponseStream", () => {
  test("gives the first byte as soon as the handler writes it, and the rest when it comes", async () => {
    await stream({});
    const { text, complete, firstAfterMs, endAfterMs, version } = await stream({ waitMs: 800 });
    expect(text).toBe("firstlast");
    expect(complete).toEqual({});
    expect(endAfterMs - firstAfterMs).toBeGreaterThan(700);
    expect(version).toBe("$LATEST");
  });

  test("carries far more than a buffered answer may, byte for byte", async () => {
    const { text, complete } = await stream({ bytes: 20 << 20 });
    expect(text.length).toBe("firstlast".length + (20 << 20));
    expect(/^firstx+last$/.test(text)).toBe(true);
    expect(complete).toEqual({});
  });

  test("ends the answer of a handler that forgot to, and the environment takes the next event", async () => {
    expect((await stream({ end: false })).text).toBe("first");
    expect((await stream({})).text).toBe("firstlast");
  });

  test("puts status and headers before the body of an HTTP answer", async () => {
    expect((await stream({ http: true })).text).toBe(
      `{"statusCode":201,"headers":{"a":"b"}}${"\0".repeat(8)}firstlast`,
    );
  });

  test("brings the log's tail when asked", async () => {
    const { complete } = await stream({}, { LogType: "Tail" });
    expect(Buffer.from(complete.LogResult ?? "", "base64").toString()).toMatch(/BEFORE END[\s\S]*REPORT RequestId/);
  });

  test.each([
    ["before the first byte", { failFirst: true }, "", "TypeError", "before"],
    ["after it", { failLater: true }, "first", "RangeError", "after"],
    ["by exiting", { exit: true }, "first", "Runtime.ExitError", "exit status 3"],
    ["by running out of time", { waitMs: 5000 }, "first", "Sandbox.Timedout", "Task timed out after 2.00 seconds"],
  ])("tells a failure %s in InvokeComplete", async (_, event, text, errorType, message) => {
    const answer = await stream(event, { FunctionName: "waitMs" in event ? "annex-hurried" : FunctionName });
    expect(answer.text).toBe(text);
    expect(answer.complete.ErrorCode).toBe("Unhandled");
    expect(JSON.parse(answer.complete.ErrorDetails ?? "{}")).toMatchObject({
      errorType,
      errorMessage: expect.stringContaining(message),
    });
  });

  test("gives the answer of a handler that does not stream in one chunk", async () => {
    const { text, complete } = await stream({ a: 1 }, { FunctionName: "annex-plain" });
    expect([text, complete]).toEqual(['{"echo":{"a":1}}', {}]);
  });

  test("is refused like Invoke: what is not there, what is throttled; a dry run runs nothing", async () => {
    await expect(stream({}, { FunctionName: "annex-none" })).rejects.toMatchObject({
      name: "ResourceNotFoundException",
    });
    const reserve = { FunctionName: "annex-plain", ReservedConcurrentExecutions: 0 };
    await client.send(new PutFunctionConcurrencyCommand(reserve));
    await expect(stream({}, { FunctionName: "annex-plain" })).rejects.toMatchObject({
      name: "TooManyRequestsException",
      Reason: "ReservedFunctionConcurrentInvocationLimitExceeded",
    });
    const dry = await client.send(new InvokeWithResponseStreamCommand({ FunctionName, InvocationType: "DryRun" }));
    expect(dry.StatusCode).toBe(204);
  });

  test("a reader that goes away does not stop the function, nor its neighbours", async () => {
    const Payload = Buffer.from(JSON.stringify({ bytes: 8 << 20 }));
    const gone = new AbortController();
    const answer = await client.send(new InvokeWithResponseStreamCommand({ FunctionName, Payload }), {
      abortSignal: gone.signal,
    });
    const reading = (async () => {
      for await (const _ of answer.EventStream ?? []) gone.abort();
    })();
    await reading.catch(() => {});
    expect((await stream({})).text).toBe("firstlast");
  });
});

test("Invoke keeps a streamed answer until it is whole, and refuses one over 6 MB", async () => {
  const send = async (event: object) =>
    client.send(new InvokeCommand({ FunctionName, Payload: Buffer.from(JSON.stringify(event)) }));
  expect((await send({})).Payload?.transformToString()).toBe("firstlast");
  const { FunctionError, Payload } = await send({ bytes: 7 << 20 });
  expect(FunctionError).toBe("Unhandled");
  expect(JSON.parse(Payload?.transformToString() ?? "")).toMatchObject({
    errorType: "Function.ResponseSizeTooLarge",
  });
});

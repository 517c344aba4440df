import {
  CreateAliasCommand,
  DeleteFunctionConcurrencyCommand,
  GetAccountSettingsCommand,
  GetFunctionCommand,
  GetFunctionConcurrencyCommand,
  InvokeCommand,
  type LambdaClient,
  PublishVersionCommand,
  PutFunctionConcurrencyCommand,
  UpdateAliasCommand,
  UpdateFunctionCodeCommand,
} from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createFunction, type RunningEngine, startEngine, until, untilActive, zipOf } from "./fixture.ts";

const gate = `exports.handler = async ({ waitMs = 0 }) => { await new Promise((done) => setTimeout(done, waitMs)); return "done"; };`;
let engine: RunningEngine;
let client: LambdaClient;

beforeAll(async () => {
  engine = await startEngine({ accountConcurrency: 103 });
  client = engine.lambda();
  for (const name of ["annex-one", "annex-two"])
    await createFunction(engine, name, { "index.js": gate }, { Timeout: 20 });
});
afterAll(() => engine.close());

const invoke = (FunctionName: string, event: object = {}) =>
  client.send(new InvokeCommand({ FunctionName, Payload: Buffer.from(JSON.stringify(event)) }));

/** Reads headers that the SDK keeps to itself. */
async function headersOfRefusal(FunctionName: string): Promise<Record<string, string>> {
  const command = new InvokeCommand({ FunctionName });
  const headers: Record<string, string> = {};
  command.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      const response: unknown = result.response;
      if (typeof response === "object" && response !== null && "headers" in response)
        Object.assign(headers, response.headers);
      return result;
    },
    { step: "deserialize", priority: "low" },
  );
  await expect(client.send(command)).rejects.toThrow();
  return headers;
}

describe("reserved concurrency", () => {
  test("is put, read, shown with the function, told in the account's rest, and deleted", async () => {
    const FunctionName = "annex-one";
    await client.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 2 }));
    expect(await client.send(new GetFunctionConcurrencyCommand({ FunctionName }))).toMatchObject({
      ReservedConcurrentExecutions: 2,
    });
    expect((await client.send(new GetFunctionCommand({ FunctionName }))).Concurrency).toEqual({
      ReservedConcurrentExecutions: 2,
    });
    const { AccountLimit } = await client.send(new GetAccountSettingsCommand({}));
    expect(AccountLimit).toMatchObject({ ConcurrentExecutions: 103, UnreservedConcurrentExecutions: 101 });
    await client.send(new DeleteFunctionConcurrencyCommand({ FunctionName }));
    const { ReservedConcurrentExecutions } = await client.send(new GetFunctionConcurrencyCommand({ FunctionName }));
    expect(ReservedConcurrentExecutions).toBeUndefined();
  });

  test("refuses what would be one too many with 429, the reason and when to come back; the neighbour goes on", async () => {
    const FunctionName = "annex-one";
    await client.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 1 }));
    const running = invoke(FunctionName, { waitMs: 1500 });
    const refused = await until(
      () =>
        invoke(FunctionName).then(
          () => undefined,
          (error: unknown) => error,
        ),
      (error) => error !== undefined,
    );
    expect(refused).toMatchObject({
      name: "TooManyRequestsException",
      Reason: "ReservedFunctionConcurrentInvocationLimitExceeded",
      Type: "User",
      $metadata: { httpStatusCode: 429 },
    });
    expect(await headersOfRefusal(FunctionName)).toMatchObject({ "retry-after": "1" });
    await expect(invoke("annex-two")).resolves.toMatchObject({ StatusCode: 200 });
    await expect(running).resolves.toMatchObject({ StatusCode: 200 });
    await expect(invoke(FunctionName)).resolves.toMatchObject({ StatusCode: 200 });
    await client.send(new DeleteFunctionConcurrencyCommand({ FunctionName }));
  });
});

test("functions that reserve nothing share what the account has left, and no more", async () => {
  const small = await startEngine({ accountConcurrency: 1 });
  try {
    await createFunction(small, "annex-one", { "index.js": gate });
    await createFunction(small, "annex-two", { "index.js": gate });
    const send = (FunctionName: string, event: object = {}) =>
      small.lambda().send(new InvokeCommand({ FunctionName, Payload: Buffer.from(JSON.stringify(event)) }));
    const running = send("annex-one", { waitMs: 1500 });
    const refused = await until(
      () =>
        send("annex-two").then(
          () => undefined,
          (error: unknown) => error,
        ),
      (error) => error !== undefined,
    );
    expect(refused).toMatchObject({ name: "TooManyRequestsException", Reason: "ConcurrentInvocationLimitExceeded" });
    await expect(running).resolves.toMatchObject({ StatusCode: 200 });
  } finally {
    await small.close();
  }
});

test("an alias with weights sends about its share to the other version, and back when they are gone", async () => {
  const FunctionName = "annex-two";
  const publish = async (answer: string) => {
    const ZipFile = await zipOf({ "index.js": `exports.handler = async () => "${answer}";` });
    await client.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile }));
    await untilActive(client, FunctionName);
    return (await client.send(new PublishVersionCommand({ FunctionName }))).Version ?? "";
  };
  const [old, next] = [await publish("old"), await publish("next")];
  const Name = "split";
  const RoutingConfig = { AdditionalVersionWeights: { [next]: 0.3 } };
  await client.send(new CreateAliasCommand({ FunctionName, Name, FunctionVersion: old, RoutingConfig }));
  const counts: Record<string, number> = { [old]: 0, [next]: 0 };
  for (let count = 0; count < 200; count += 1) {
    const { ExecutedVersion = "", Payload } = await client.send(new InvokeCommand({ FunctionName, Qualifier: Name }));
    expect(Payload?.transformToString()).toBe(ExecutedVersion === next ? '"next"' : '"old"');
    counts[ExecutedVersion] = (counts[ExecutedVersion] ?? 0) + 1;
  }
  // 60 are expected; outside of 25 to 100 is less likely than one run in ten million.
  expect(counts[next]).toBeGreaterThan(25);
  expect(counts[next]).toBeLessThan(100);
  await client.send(new UpdateAliasCommand({ FunctionName, Name, RoutingConfig: { AdditionalVersionWeights: {} } }));
  for (let count = 0; count < 10; count += 1) {
    const { ExecutedVersion } = await client.send(new InvokeCommand({ FunctionName, Qualifier: Name }));
    expect(ExecutedVersion).toBe(old);
  }
});

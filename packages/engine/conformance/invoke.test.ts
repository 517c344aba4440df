import { FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import {
  CreateAliasCommand,
  DeleteFunctionConcurrencyCommand,
  GetFunctionConcurrencyCommand,
  GetFunctionConfigurationCommand,
  InvokeAsyncCommand,
  InvokeCommand,
  type InvokeCommandInput,
  type LambdaClient,
  PublishVersionCommand,
  PutFunctionConcurrencyCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createFunction, type RunningEngine, startEngine, until, untilActive, zipOf } from "./fixture.ts";

let engine: RunningEngine;
let client: LambdaClient;

const probe = `
let count = 0;
exports.handler = async (event, context) => {
  count += 1;
  if (event.say) console.log(event.say);
  if (event.waitMs) await new Promise((done) => setTimeout(done, event.waitMs));
  if (event.fail) throw Object.assign(new Error(event.fail), event.name ? { name: event.name } : {});
  return { count, event, variables: { ...process.env }, context: { ...context, tenantId: context.tenantId } };
};`;

beforeAll(async () => {
  engine = await startEngine({ settleMs: 400 });
  client = engine.lambda();
  await createFunction(
    engine,
    "annex-probe",
    { "index.js": probe },
    { Environment: { Variables: { GREETING: "hi" } } },
  );
  await createFunction(
    engine,
    "annex-tenants",
    { "index.js": probe },
    { TenancyConfig: { TenantIsolationMode: "PER_TENANT" } },
  );
});
afterAll(() => engine.close());

interface Answer {
  readonly count: number;
  readonly event: unknown;
  readonly variables: Record<string, string>;
  readonly context: Record<string, unknown>;
}

async function call(FunctionName: string, event: unknown, extra: Partial<InvokeCommandInput> = {}) {
  const payload = event === undefined ? {} : { Payload: Buffer.from(JSON.stringify(event)) };
  const result = await client.send(new InvokeCommand({ FunctionName, ...payload, ...extra }));
  const answer: Answer = JSON.parse(Buffer.from(result.Payload ?? []).toString("utf8") || "null");
  return { result, answer };
}

describe("an event", () => {
  test("that is missing is an empty object, and null stays null", async () => {
    expect((await call("annex-probe", undefined)).answer.event).toEqual({});
    const nothing = await client.send(new InvokeCommand({ FunctionName: "annex-probe", Payload: Buffer.from("null") }));
    expect(nothing.FunctionError).toBe("Unhandled"); // the probe reads a member of it
  });

  test("meets Lambda's variables and context", async () => {
    const clientContext = Buffer.from('{"custom":{"a":"b"}}').toString("base64");
    const { result, answer } = await call("annex-probe", {}, { ClientContext: clientContext });
    expect(answer.variables).toMatchObject({
      GREETING: "hi",
      AWS_REGION: "eu-central-1",
      AWS_LAMBDA_FUNCTION_NAME: "annex-probe",
      AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "128",
    });
    expect(answer.context).toMatchObject({
      awsRequestId: result.$metadata.requestId,
      invokedFunctionArn: "arn:aws:lambda:eu-central-1:000000000000:function:annex-probe",
      memoryLimitInMB: "128",
      clientContext: { custom: { a: "b" } },
    });
  });

  test("is only checked by a dry run", async () => {
    const { result } = await call("annex-probe", { fail: "x" }, { InvocationType: "DryRun" });
    expect(result).toMatchObject({ StatusCode: 204, $metadata: { httpStatusCode: 204 } });
  });

  test("does not see the allow-list that travels in the configuration", async () => {
    await createFunction(
      engine,
      "annex-egress",
      { "index.js": probe },
      {
        Environment: { Variables: { ANNEX_EGRESS_ALLOW: "erp.internal:7000 *.example.com:443" } },
      },
    );
    expect((await call("annex-egress", {})).answer.variables).not.toHaveProperty("ANNEX_EGRESS_ALLOW");
  });
});

describe("the log's tail", () => {
  test("is its last 4 KB", async () => {
    const { result } = await call("annex-probe", { say: "x".repeat(9000) }, { LogType: "Tail" });
    const tail = Buffer.from(result.LogResult ?? "", "base64").toString("utf8");
    expect(tail).toHaveLength(4096);
    expect(tail).toContain(`REPORT RequestId: ${result.$metadata.requestId}`);
  });

  test.each(["\n", "\r\n", "\t", "\u0085", "\u2028"])(
    "has one REPORT, whatever a function calls its error (%j)",
    async (end) => {
      const name = `E${end}REPORT RequestId: x${end}Billed Duration: 0 ms`;
      const { result } = await call("annex-probe", { fail: "no", name }, { LogType: "Tail" });
      const tail = Buffer.from(result.LogResult ?? "", "base64").toString("utf8");
      const platform = tail.slice(tail.indexOf(`END RequestId: ${result.$metadata.requestId}`)).trimEnd();
      expect(platform.split(/[\n\r\u0085\u2028]/)).toHaveLength(2);
      const parts = platform.split("\t");
      expect(parts.filter((part) => part.startsWith("Billed Duration: "))).toHaveLength(1);
      expect(parts.at(-1)).toMatch(/^Error Type: E +REPORT RequestId: x +Billed Duration: 0 ms$/);
    },
  );
});

describe("a function for many tenants", () => {
  const refusal = (message: string) => ({
    name: "InvalidParameterValueException",
    message: expect.stringContaining(message),
  });

  test("needs a tenant, and others refuse one", async () => {
    await expect(call("annex-tenants", {})).rejects.toMatchObject(refusal("Add a valid tenant ID in your request"));
    await expect(call("annex-probe", {}, { TenantId: "a" })).rejects.toMatchObject(refusal("Remove the tenant ID"));
    await expect(call("annex-tenants", {}, { TenantId: "a|b" })).rejects.toMatchObject(refusal("regular expression"));
  });

  test("never shares an environment between two of them, and tells the handler whose it is", async () => {
    const first = await call("annex-tenants", {}, { TenantId: "acme" });
    const again = await call("annex-tenants", {}, { TenantId: "acme" });
    const other = await call("annex-tenants", {}, { TenantId: "globex" });
    expect([first, again, other].map(({ answer }) => answer.count)).toEqual([1, 2, 1]);
    expect([again, other].map(({ answer }) => answer.context.tenantId)).toEqual(["acme", "globex"]);
  });

  test("keeps that for ever: an update of its configuration does not end it", async () => {
    await client.send(new UpdateFunctionConfigurationCommand({ FunctionName: "annex-tenants", Timeout: 7 }));
    await untilActive(client, "annex-tenants");
    const configuration = await client.send(new GetFunctionConfigurationCommand({ FunctionName: "annex-tenants" }));
    expect(configuration).toMatchObject({ Timeout: 7, TenancyConfig: { TenantIsolationMode: "PER_TENANT" } });
  });
});

describe("concurrency", () => {
  test("of zero stops a function at once, and its removal starts it again", async () => {
    const FunctionName = "annex-probe";
    await client.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 0 }));
    expect(await client.send(new GetFunctionConcurrencyCommand({ FunctionName }))).toMatchObject({
      ReservedConcurrentExecutions: 0,
    });
    await expect(call(FunctionName, {})).rejects.toMatchObject({
      name: "TooManyRequestsException",
      Reason: "ReservedFunctionConcurrentInvocationLimitExceeded",
      $metadata: { httpStatusCode: 429 },
    });
    await client.send(new DeleteFunctionConcurrencyCommand({ FunctionName }));
    expect((await call(FunctionName, {})).result.StatusCode).toBe(200);
  });

  test("that is reserved binds what runs at the same moment", async () => {
    const FunctionName = "annex-probe";
    await client.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 1 }));
    const both = await Promise.allSettled([call(FunctionName, { waitMs: 300 }), call(FunctionName, { waitMs: 300 })]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    await client.send(new DeleteFunctionConcurrencyCommand({ FunctionName }));
  });
});

describe("a change of the code", () => {
  test("is served at once, while a version and its alias keep what they were", async () => {
    const FunctionName = "annex-change";
    const code = (text: string) => ({ "index.js": `exports.handler = async () => "${text}";` });
    const said = async (Qualifier?: string) => {
      const { result } = await call(FunctionName, {}, { Qualifier });
      return [Buffer.from(result.Payload ?? []).toString("utf8"), result.ExecutedVersion];
    };
    await createFunction(engine, FunctionName, code("one"), { Publish: true });
    await client.send(new CreateAliasCommand({ FunctionName, Name: "live", FunctionVersion: "1" }));
    expect(await said()).toEqual(['"one"', "$LATEST"]);
    const published = await client.send(
      new UpdateFunctionCodeCommand({ FunctionName, ZipFile: await zipOf(code("two")), Publish: true }),
    );
    expect([published.Version, published.FunctionArn?.split(":").pop()]).toEqual(["2", "2"]);
    await untilActive(client, FunctionName);
    expect(await said()).toEqual(['"two"', "$LATEST"]);
    expect(await said("live")).toEqual(['"one"', "1"]);
    expect(await said("2")).toEqual(['"two"', "2"]);
  });

  test("shares an alias's calls out by its weights", async () => {
    const FunctionName = "annex-change";
    const RoutingConfig = { AdditionalVersionWeights: { "2": 0.5 } };
    await client.send(new CreateAliasCommand({ FunctionName, Name: "half", FunctionVersion: "1", RoutingConfig }));
    const served = await Promise.all(Array.from({ length: 60 }, () => call(FunctionName, {}, { Qualifier: "half" })));
    expect(new Set(served.map(({ result }) => result.ExecutedVersion))).toEqual(new Set(["1", "2"]));
  });
});

describe("an asynchronous invocation", () => {
  const lines = async (FunctionName: string, filterPattern: string) => {
    const logGroupName = `/aws/lambda/${FunctionName}`;
    const found = await engine.logs().send(new FilterLogEventsCommand({ logGroupName, filterPattern }));
    return found.events ?? [];
  };

  test("is accepted without an answer and runs soon after", async () => {
    const { result } = await call("annex-probe", { say: "ran-async" }, { InvocationType: "Event" });
    expect([result.StatusCode, result.Payload?.length ?? 0]).toEqual([202, 0]);
    await until(
      () => lines("annex-probe", '"ran-async"'),
      (events) => events.length === 1,
    );
  });

  test("is accepted from older clients, too, which call it InvokeAsync", async () => {
    const InvokeArgs = JSON.stringify({ say: "ran-for-an-older-client" });
    const command = new InvokeAsyncCommand({ FunctionName: "annex-probe", InvokeArgs });
    expect((await client.send(command)).Status).toBe(202);
    await until(
      () => lines("annex-probe", '"ran-for-an-older-client"'),
      (events) => events.length === 1,
    );
  });

  test("for a function that was stopped is dropped, as AWS drops it", async () => {
    const FunctionName = "annex-later";
    await createFunction(engine, FunctionName, { "index.js": probe });
    await client.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 0 }));
    await call(FunctionName, { say: "never" }, { InvocationType: "Event" });
    await client.send(new DeleteFunctionConcurrencyCommand({ FunctionName }));
    await call(FunctionName, { say: "marker" });
    await until(
      () => lines(FunctionName, '"marker"'),
      (events) => events.length === 1,
    );
    expect(await lines(FunctionName, '"never"')).toEqual([]);
  });
});

test("publishing needs a function that is not being changed", async () => {
  const FunctionName = "annex-probe";
  await client.send(new UpdateFunctionConfigurationCommand({ FunctionName, Description: "x" }));
  await expect(client.send(new PublishVersionCommand({ FunctionName }))).rejects.toMatchObject({
    name: "ResourceConflictException",
    message: expect.stringContaining("An update is in progress for resource: arn:aws:lambda:"),
    $metadata: { httpStatusCode: 409 },
  });
  await untilActive(client, FunctionName);
});

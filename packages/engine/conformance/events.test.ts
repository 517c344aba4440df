import { randomUUID } from "node:crypto";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import {
  CreateAliasCommand,
  DeleteFunctionConcurrencyCommand,
  DeleteFunctionEventInvokeConfigCommand,
  GetFunctionEventInvokeConfigCommand,
  GetFunctionRecursionConfigCommand,
  InvokeCommand,
  type LambdaClient,
  ListFunctionEventInvokeConfigsCommand,
  PublishVersionCommand,
  PutFunctionConcurrencyCommand,
  PutFunctionEventInvokeConfigCommand,
  type PutFunctionEventInvokeConfigCommandInput,
  PutFunctionRecursionConfigCommand,
  UpdateFunctionEventInvokeConfigCommand,
} from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { cellConfigSchema, createCellConfig } from "../src/index.ts";
import { createFunction, type RunningEngine, startEngine, until } from "./fixture.ts";

const account = "000000000000";
const arn = (name: string) => `arn:aws:lambda:eu-central-1:${account}:function:${name}`;
const chained = `arn:aws:iam::${account}:role/chained`;
let engine: RunningEngine;
let client: LambdaClient;

/** A role that may invoke functions, unlike the cell's own. */
function configWithChainedRole() {
  const config = createCellConfig({ accountId: account, region: "eu-central-1" });
  const allowed = { Effect: "Allow", Action: ["lambda:InvokeFunction"], Resource: [arn("annex-*")] };
  const role = { name: "chained", trust: { principals: ["lambda.amazonaws.com"] }, policy: { Statement: [allowed] } };
  return cellConfigSchema.parse({ ...config, roles: [...config.roles, role] });
}

const code = `exports.handler = async (event) => {
  console.log("GOT " + JSON.stringify(event));
  if (event.fail) throw new Error("as told");
  return { told: event.mark };
};`;

beforeAll(async () => {
  engine = await startEngine({ config: configWithChainedRole(), asyncRetryMs: [20, 40] });
  client = engine.lambda();
  for (const name of ["annex-work", "annex-sink"]) {
    await createFunction(engine, name, { "index.js": code }, { Role: chained });
  }
  await createFunction(engine, "annex-plain", { "index.js": code });
});
afterAll(() => engine.close());

const put = (input: Partial<PutFunctionEventInvokeConfigCommandInput>) =>
  client.send(new PutFunctionEventInvokeConfigCommand({ FunctionName: "annex-work", ...input }));

async function send(FunctionName: string, event: object): Promise<string> {
  const Payload = Buffer.from(JSON.stringify(event));
  const answer = await client.send(new InvokeCommand({ FunctionName, Payload, InvocationType: "Event" }));
  expect(answer.StatusCode).toBe(202);
  return answer.$metadata.requestId ?? "";
}

async function lines(name: string, filterPattern: string): Promise<string[]> {
  const wanted = { logGroupName: `/aws/lambda/${name}`, filterPattern };
  const { events = [] } = await engine
    .logs()
    .send(new FilterLogEventsCommand(wanted))
    .catch(() => ({ events: [] }));
  return events.map(({ message = "" }) => message);
}

/** What the destination was told of the invocation with this mark. */
async function recordOf(mark: string): Promise<Record<string, unknown>> {
  const [line = ""] = await until(
    () => lines("annex-sink", `"GOT" "${mark}"`),
    (found) => found.length > 0,
  );
  return JSON.parse(line.slice(line.indexOf("GOT ") + 4));
}

describe("the event invoke configuration", () => {
  test("is put, changed in part, listed by qualifier and deleted", async () => {
    const FunctionName = "annex-work";
    const first = await put({ MaximumRetryAttempts: 1, MaximumEventAgeInSeconds: 120 });
    expect(first).toMatchObject({
      FunctionArn: `${arn(FunctionName)}:$LATEST`,
      MaximumRetryAttempts: 1,
      MaximumEventAgeInSeconds: 120,
      DestinationConfig: { OnSuccess: {}, OnFailure: {} },
    });
    expect(Math.abs((first.LastModified?.getTime() ?? 0) - Date.now())).toBeLessThan(60_000);
    const Destination = arn("annex-sink");
    const changed = await client.send(
      new UpdateFunctionEventInvokeConfigCommand({
        FunctionName,
        MaximumRetryAttempts: 0,
        DestinationConfig: { OnFailure: { Destination } },
      }),
    );
    expect(changed).toMatchObject({ MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 120 });
    expect(changed.DestinationConfig).toEqual({ OnSuccess: {}, OnFailure: { Destination } });
    await client.send(new PublishVersionCommand({ FunctionName }));
    await client.send(new CreateAliasCommand({ FunctionName, Name: "live", FunctionVersion: "1" }));
    await put({ Qualifier: "live", MaximumRetryAttempts: 2 });
    const list = await client.send(new ListFunctionEventInvokeConfigsCommand({ FunctionName, MaxItems: 1 }));
    const rest = await client.send(
      new ListFunctionEventInvokeConfigsCommand({ FunctionName, Marker: list.NextMarker }),
    );
    const all = [...(list.FunctionEventInvokeConfigs ?? []), ...(rest.FunctionEventInvokeConfigs ?? [])];
    expect(all.map(({ FunctionArn }) => FunctionArn).sort()).toEqual([
      `${arn(FunctionName)}:$LATEST`,
      `${arn(FunctionName)}:live`,
    ]);
    for (const Qualifier of [undefined, "live"]) {
      await client.send(new DeleteFunctionEventInvokeConfigCommand({ FunctionName, Qualifier }));
    }
    const gone = client.send(new GetFunctionEventInvokeConfigCommand({ FunctionName }));
    await expect(gone).rejects.toMatchObject({
      name: "ResourceNotFoundException",
      message: `The function ${arn(FunctionName)}:$LATEST doesn't have an EventInvokeConfig`,
    });
  });

  const to = (Destination: string) => ({ DestinationConfig: { OnFailure: { Destination } } });
  test.each<[string, Partial<PutFunctionEventInvokeConfigCommandInput>, string, string]>([
    ["nothing at all", {}, "InvalidParameterValueException", "You must specify at least one of"],
    ["three retries", { MaximumRetryAttempts: 3 }, "ValidationException", "less than or equal to 2"],
    ["an age below a minute", { MaximumEventAgeInSeconds: 59 }, "ValidationException", "greater than or equal to 60"],
    ["a queue", to("arn:aws:sqs:eu-central-1:000000000000:q"), "InvalidParameterValueException", "functions only"],
    ["a function that is not there", to(arn("annex-none")), "InvalidParameterValueException", "does not exist"],
    ["a qualifier that is not there", { Qualifier: "9", MaximumRetryAttempts: 1 }, "ResourceNotFoundException", ":9"],
    [
      "what the execution role may not invoke",
      { FunctionName: "annex-plain", ...to(arn("annex-sink")) },
      "InvalidParameterValueException",
      "The function's execution role does not have permissions to call Invoke on",
    ],
  ])("refuses %s", async (_, input, name, message) => {
    await expect(put(input)).rejects.toMatchObject({ name, message: expect.stringContaining(message) });
  });
});

describe("an asynchronous invocation", () => {
  test("that succeeds is told to its destination, with what was asked and answered", async () => {
    await put({ DestinationConfig: { OnSuccess: { Destination: arn("annex-sink") } } });
    const mark = randomUUID();
    const requestId = await send("annex-work", { mark });
    expect(await recordOf(mark)).toMatchObject({
      version: "1.0",
      requestContext: {
        requestId,
        functionArn: `${arn("annex-work")}:$LATEST`,
        condition: "Success",
        approximateInvokeCount: 1,
      },
      requestPayload: { mark },
      responseContext: { statusCode: 200, executedVersion: "$LATEST" },
      responsePayload: { told: mark },
    });
  });

  test("that fails is tried twice more under its request ID, then told as exhausted", async () => {
    await put({ DestinationConfig: { OnFailure: { Destination: arn("annex-sink") } } });
    const mark = randomUUID();
    const requestId = await send("annex-work", { mark, fail: true });
    expect(await recordOf(mark)).toMatchObject({
      requestContext: { requestId, condition: "RetriesExhausted", approximateInvokeCount: 3 },
      responseContext: { statusCode: 200, functionError: "Unhandled" },
      responsePayload: { errorType: "Error", errorMessage: "as told" },
    });
    expect(await lines("annex-work", `"START RequestId: ${requestId}"`)).toHaveLength(3);
  });

  test("of a function that wants no retries is tried once", async () => {
    await put({ MaximumRetryAttempts: 0, DestinationConfig: { OnFailure: { Destination: arn("annex-sink") } } });
    const mark = randomUUID();
    const requestId = await send("annex-work", { mark, fail: true });
    expect(await recordOf(mark)).toMatchObject({ requestContext: { approximateInvokeCount: 1 } });
    expect(await lines("annex-work", `"START RequestId: ${requestId}"`)).toHaveLength(1);
  });

  test("of a function that is stopped goes to its destination without having run", async () => {
    await put({ DestinationConfig: { OnFailure: { Destination: arn("annex-sink") } } });
    const FunctionName = "annex-work";
    await client.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 0 }));
    const mark = randomUUID();
    await send(FunctionName, { mark });
    const record = await recordOf(mark);
    expect(record).toMatchObject({ requestContext: { approximateInvokeCount: 0 }, requestPayload: { mark } });
    expect(record).not.toHaveProperty("responsePayload");
    await client.send(new DeleteFunctionConcurrencyCommand({ FunctionName }));
  });

  test("that is too old after a restart is not run again, and told as such", async () => {
    const slow = await startEngine({ config: configWithChainedRole() });
    try {
      for (const name of ["annex-work", "annex-sink"]) {
        await createFunction(slow, name, { "index.js": code }, { Role: chained });
      }
      const DestinationConfig = { OnFailure: { Destination: arn("annex-sink") } };
      await slow
        .lambda()
        .send(new PutFunctionEventInvokeConfigCommand({ FunctionName: "annex-work", DestinationConfig }));
      const mark = randomUUID();
      const Payload = Buffer.from(JSON.stringify({ mark, fail: true }));
      await slow.lambda().send(new InvokeCommand({ FunctionName: "annex-work", Payload, InvocationType: "Event" }));
      const ask = async (group: string, filterPattern: string) => {
        const wanted = new FilterLogEventsCommand({ logGroupName: `/aws/lambda/${group}`, filterPattern });
        return (
          (
            await slow
              .logs()
              .send(wanted)
              .catch(() => ({ events: [] }))
          ).events ?? []
        );
      };
      await until(
        () => ask("annex-work", "REPORT"),
        (events) => events.length === 1,
      );
      await slow.restart(() => {
        const database = new DatabaseSync(path.join(slow.dataDir, "engine.db"));
        database.exec("UPDATE events SET not_before = 0, json = json_set(json, '$.acceptedAt', 0, '$.notBefore', 0)");
        database.close();
      });
      const [told] = await until(
        () => ask("annex-sink", `"${mark}"`),
        (events) => events.length > 0,
      );
      expect(told?.message).toContain('"condition":"EventAgeExceeded","approximateInvokeCount":1');
      expect(await ask("annex-work", "REPORT")).toHaveLength(1);
    } finally {
      await slow.close();
    }
  });

  test("that is throttled waits and runs, and its wait is not an attempt", async () => {
    const FunctionName = "annex-plain";
    await client.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 1 }));
    const marks = Array.from({ length: 4 }, () => randomUUID());
    await Promise.all(marks.map((mark) => send(FunctionName, { mark })));
    for (const mark of marks) {
      await until(
        () => lines(FunctionName, `"GOT" "${mark}"`),
        (found) => found.length === 1,
      );
    }
    await client.send(new DeleteFunctionConcurrencyCommand({ FunctionName }));
  });
});

test("a function that is its own destination is stopped after sixteen rounds, unless it is allowed to go on", async () => {
  const FunctionName = "annex-loop";
  await createFunction(engine, FunctionName, { "index.js": "exports.handler = async () => 1;" }, { Role: chained });
  expect((await client.send(new GetFunctionRecursionConfigCommand({ FunctionName }))).RecursiveLoop).toBe("Terminate");
  await put({ FunctionName, DestinationConfig: { OnSuccess: { Destination: arn(FunctionName) } } });
  await send(FunctionName, {});
  await until(
    () => lines(FunctionName, "REPORT"),
    (found) => found.length === 17,
  );
  const { RecursiveLoop } = await client.send(
    new PutFunctionRecursionConfigCommand({ FunctionName, RecursiveLoop: "Allow" }),
  );
  expect(RecursiveLoop).toBe("Allow");
  await send(FunctionName, {});
  await until(
    () => lines(FunctionName, "REPORT"),
    (found) => found.length > 17 + 20,
  );
  await client.send(new DeleteFunctionEventInvokeConfigCommand({ FunctionName }));
});

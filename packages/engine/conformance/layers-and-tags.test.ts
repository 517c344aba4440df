import {
  DeleteLayerVersionCommand,
  GetAccountSettingsCommand,
  GetFunctionCommand,
  GetFunctionConfigurationCommand,
  GetLayerVersionByArnCommand,
  GetLayerVersionCommand,
  InvokeCommand,
  type LambdaClient,
  ListLayersCommand,
  ListLayerVersionsCommand,
  ListTagsCommand,
  PublishLayerVersionCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createFunction, type RunningEngine, startEngine, untilActive, zipOf } from "./fixture.ts";

let engine: RunningEngine;
let client: LambdaClient;
beforeAll(async () => {
  engine = await startEngine();
  client = engine.lambda();
});
afterAll(() => engine.close());

async function publish(LayerName: string, answer: string) {
  const ZipFile = await zipOf({ "nodejs/node_modules/greeting/index.js": `module.exports = "${answer}";` });
  const CompatibleRuntimes = ["nodejs24.x" as const];
  return client.send(new PublishLayerVersionCommand({ LayerName, Content: { ZipFile }, CompatibleRuntimes }));
}

async function said(FunctionName: string): Promise<unknown> {
  const { Payload } = await client.send(new InvokeCommand({ FunctionName }));
  return JSON.parse(Buffer.from(Payload ?? []).toString("utf8"));
}

describe("a layer", () => {
  const FunctionName = "annex-layered";
  const arn = (version: number) => `arn:aws:lambda:eu-central-1:000000000000:layer:annex-greeting:${version}`;

  test("is published in numbers, found by name and ARN, and listed with its newest first", async () => {
    const one = await publish("annex-greeting", "one");
    const two = await publish("annex-greeting", "two");
    expect([one.LayerVersionArn, two.LayerVersionArn]).toEqual([arn(1), arn(2)]);
    const found = await client.send(new GetLayerVersionCommand({ LayerName: "annex-greeting", VersionNumber: 1 }));
    expect(found.Content?.CodeSha256).toBe(one.Content?.CodeSha256);
    expect((await fetch(found.Content?.Location ?? "")).status).toBe(200);
    const byArn = await client.send(new GetLayerVersionByArnCommand({ Arn: arn(2) }));
    expect(byArn.Version).toBe(2);
    const versions = await client.send(new ListLayerVersionsCommand({ LayerName: "annex-greeting" }));
    expect(versions.LayerVersions?.map(({ Version }) => Version)).toEqual([2, 1]);
    const { Layers } = await client.send(new ListLayersCommand({}));
    expect(Layers?.map((layer) => [layer.LayerName, layer.LatestMatchingVersion?.Version])).toEqual([
      ["annex-greeting", 2],
    ]);
  });

  test("is what the function's code requires, and follows its configuration", async () => {
    const code = { "index.js": 'const greeting = require("greeting"); exports.handler = async () => greeting;' };
    await createFunction(engine, FunctionName, code, { Layers: [arn(1)] });
    expect(await said(FunctionName)).toBe("one");
    await client.send(new UpdateFunctionConfigurationCommand({ FunctionName, Layers: [arn(2)] }));
    await untilActive(client, FunctionName);
    expect(await said(FunctionName)).toBe("two");
    const { Layers } = await client.send(new GetFunctionConfigurationCommand({ FunctionName }));
    expect(Layers?.map((layer) => layer.Arn)).toEqual([arn(2)]);
  });

  test("stays with its functions when it is deleted, for nobody else, and its number never comes back", async () => {
    await client.send(new DeleteLayerVersionCommand({ LayerName: "annex-greeting", VersionNumber: 2 }));
    await engine.restart();
    client = engine.lambda();
    expect(await said(FunctionName)).toBe("two");
    const again = client.send(new UpdateFunctionConfigurationCommand({ FunctionName, Layers: [arn(2)] }));
    await expect(again).rejects.toMatchObject({
      name: "InvalidParameterValueException",
      message: `Layer version ${arn(2)} does not exist.`,
    });
    const gone = client.send(new GetLayerVersionCommand({ LayerName: "annex-greeting", VersionNumber: 2 }));
    await expect(gone).rejects.toMatchObject({ name: "ResourceNotFoundException", $metadata: { httpStatusCode: 404 } });
    expect((await publish("annex-greeting", "three")).Version).toBe(3);
  });

  test("is not used in two versions at once", async () => {
    const both = client.send(new UpdateFunctionConfigurationCommand({ FunctionName, Layers: [arn(1), arn(3)] }));
    await expect(both).rejects.toMatchObject({
      name: "InvalidParameterValueException",
      message: expect.stringContaining("Two different versions of the same layer are not allowed"),
    });
  });
});

test("tags are set with the function, added, removed and shown", async () => {
  await createFunction(
    engine,
    "annex-tagged",
    { "index.js": "exports.handler = async () => 1;" },
    { Tags: { tenant: "acme" } },
  );
  const Resource = "arn:aws:lambda:eu-central-1:000000000000:function:annex-tagged";
  await client.send(new TagResourceCommand({ Resource, Tags: { stage: "live", cost: "1" } }));
  await client.send(new UntagResourceCommand({ Resource, TagKeys: ["cost", "none"] }));
  const wanted = { tenant: "acme", stage: "live" };
  expect((await client.send(new ListTagsCommand({ Resource }))).Tags).toEqual(wanted);
  expect((await client.send(new GetFunctionCommand({ FunctionName: "annex-tagged" }))).Tags).toEqual(wanted);
});

test("the account tells its limits and what is used of them", async () => {
  const { AccountLimit, AccountUsage } = await client.send(new GetAccountSettingsCommand({}));
  expect(AccountLimit).toMatchObject({ ConcurrentExecutions: 1000, UnreservedConcurrentExecutions: 1000 });
  expect(AccountUsage?.FunctionCount).toBe(2);
});

import {
  AddLayerVersionPermissionCommand,
  AddPermissionCommand,
  type AddPermissionCommandInput,
  CreateAliasCommand,
  GetLayerVersionCommand,
  GetLayerVersionPolicyCommand,
  GetPolicyCommand,
  InvokeCommand,
  type LambdaClient,
  PublishLayerVersionCommand,
  PublishVersionCommand,
  RemoveLayerVersionPermissionCommand,
  RemovePermissionCommand,
} from "@aws-sdk/client-lambda";
import { AssumeRoleCommand } from "@aws-sdk/client-sts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { cellConfigSchema, createCellConfig } from "../src/index.ts";
import { type Credentials, createFunction, type RunningEngine, startEngine, zipOf } from "./fixture.ts";

const account = "000000000000";
const FunctionName = "annex-shared";
const arn = `arn:aws:lambda:eu-central-1:${account}:function:${FunctionName}`;
let engine: RunningEngine;
let client: LambdaClient;

/** A cell with somebody who may do nothing, and one who may but is denied the shared function. */
function configWithStrangers() {
  const config = createCellConfig({ accountId: account, region: "eu-central-1" });
  const user = (name: string, Statement: object[]) => ({
    name,
    accessKeyId: `AKIA${name.toUpperCase().padEnd(16, "X")}`,
    secretAccessKey: `secret-of-${name}`,
    policy: { Statement },
  });
  const nothing = { Effect: "Allow", Action: "none:None", Resource: "*" };
  const role = {
    name: "stranger-role",
    trust: { principals: [`arn:aws:iam::${account}:user/stranger`] },
    policy: { Statement: [nothing] },
  };
  const assume = { Effect: "Allow", Action: "sts:*", Resource: "*" };
  const users = [user("stranger", [assume]), user("denied", [{ Effect: "Deny", Action: "lambda:*", Resource: arn }])];
  return cellConfigSchema.parse({
    ...config,
    users: [...config.users, ...users],
    roles: [...config.roles, role],
  });
}

beforeAll(async () => {
  engine = await startEngine({ config: configWithStrangers() });
  client = engine.lambda();
  await createFunction(engine, FunctionName, { "index.js": "exports.handler = async () => 1;" });
  await client.send(new PublishVersionCommand({ FunctionName }));
  await client.send(new CreateAliasCommand({ FunctionName, Name: "live", FunctionVersion: "1" }));
});
afterAll(() => engine.close());

const stranger = `arn:aws:iam::${account}:user/stranger`;
const add = (input: Partial<AddPermissionCommandInput>) =>
  client.send(
    new AddPermissionCommand({
      FunctionName,
      StatementId: "one",
      Action: "lambda:InvokeFunction",
      Principal: stranger,
      ...input,
    }),
  );
const remove = (StatementId: string, Qualifier?: string) =>
  client.send(new RemovePermissionCommand({ FunctionName, StatementId, Qualifier }));
const invokeAs = (credentials: Credentials, Qualifier?: string) =>
  engine.lambda(credentials).send(new InvokeCommand({ FunctionName, Qualifier }));
const denied = { name: "AccessDeniedException", $metadata: { httpStatusCode: 403 } };

describe("a function's policy", () => {
  test("is written as AWS writes it: principals, conditions, IDs; and read and removed again", async () => {
    const made = await add({
      StatementId: "from-s3",
      Principal: "s3.amazonaws.com",
      SourceArn: "arn:aws:s3:::bucket",
      SourceAccount: "123456789012",
    });
    expect(JSON.parse(made.Statement ?? "")).toEqual({
      Sid: "from-s3",
      Effect: "Allow",
      Principal: { Service: "s3.amazonaws.com" },
      Action: "lambda:InvokeFunction",
      Resource: arn,
      Condition: {
        StringEquals: { "AWS:SourceAccount": "123456789012" },
        ArnLike: { "AWS:SourceArn": "arn:aws:s3:::bucket" },
      },
    });
    await add({ StatementId: "from-account", Principal: "123456789012" });
    const read = await client.send(new GetPolicyCommand({ FunctionName }));
    const policy = JSON.parse(read.Policy ?? "");
    expect([policy.Version, policy.Id, policy.Statement.length]).toEqual(["2012-10-17", "default", 2]);
    expect(policy.Statement[1].Principal).toEqual({ AWS: "arn:aws:iam::123456789012:root" });
    await expect(add({ StatementId: "from-s3" })).rejects.toMatchObject({
      name: "ResourceConflictException",
      message: expect.stringContaining("The statement id (from-s3) provided already exists"),
    });
    await expect(add({ StatementId: "x", RevisionId: "stale" })).rejects.toMatchObject({
      name: "PreconditionFailedException",
    });
    await remove("from-s3");
    const after = await client.send(new GetPolicyCommand({ FunctionName }));
    expect(after.RevisionId).not.toBe(read.RevisionId);
    await remove("from-account");
    await expect(client.send(new GetPolicyCommand({ FunctionName }))).rejects.toMatchObject({
      name: "ResourceNotFoundException",
    });
    await expect(remove("from-s3")).rejects.toMatchObject({
      name: "ResourceNotFoundException",
      message: "Statement from-s3 is not found in resource policy.",
    });
  });

  test.each<[string, Partial<AddPermissionCommandInput>, string]>([
    ["$LATEST by name", { Qualifier: "$LATEST" }, "InvalidParameterValueException"],
    ["a version that is not there", { Qualifier: "9" }, "ResourceNotFoundException"],
    ["an action of another service", { Action: "s3:GetObject" }, "ValidationException"],
    ["a principal that is none", { Principal: "nobody" }, "InvalidParameterValueException"],
    ["an ID with a space", { StatementId: "a b" }, "ValidationException"],
  ])("refuses %s", async (_, input, name) => {
    await expect(add(input)).rejects.toMatchObject({ name });
  });

  test("grows to 20 KB and no further", async () => {
    const long = (index: number) => ({ StatementId: `long-${index}`, SourceArn: `arn:aws:s3:::${"x".repeat(9000)}` });
    await add(long(1));
    await add(long(2));
    await expect(add(long(3))).rejects.toMatchObject({ name: "PolicyLengthExceededException" });
    for (const index of [1, 2]) await remove(`long-${index}`);
  });

  test("lets somebody in who has no right of his own, to what it names and nothing else, until it is removed", async () => {
    const credentials = engine.keyOf("stranger");
    await expect(invokeAs(credentials)).rejects.toMatchObject(denied);
    await add({ Qualifier: "live" });
    await expect(invokeAs(credentials, "live")).resolves.toMatchObject({ StatusCode: 200 });
    await expect(invokeAs(credentials)).rejects.toMatchObject(denied);
    await expect(invokeAs(credentials, "1")).rejects.toMatchObject(denied);
    await remove("one", "live");
    await expect(invokeAs(credentials, "live")).rejects.toMatchObject(denied);
  });

  test("does not overrule a Deny of the caller's own", async () => {
    await add({ Principal: "*" });
    await expect(invokeAs(engine.keyOf("stranger"))).resolves.toMatchObject({ StatusCode: 200 });
    await expect(invokeAs(engine.keyOf("denied"))).rejects.toMatchObject({
      ...denied,
      message: expect.stringContaining("with an explicit deny in an identity-based policy"),
    });
    await remove("one");
  });

  test("lets a role's sessions in as far as their session policy goes, and a session that it names in any case", async () => {
    const assume = async (Policy?: string): Promise<Credentials> => {
      const RoleArn = `arn:aws:iam::${account}:role/stranger-role`;
      const command = new AssumeRoleCommand({ RoleArn, RoleSessionName: "guest", Policy });
      const { Credentials: given } = await engine.sts("stranger").send(command);
      return {
        accessKeyId: given?.AccessKeyId ?? "",
        secretAccessKey: given?.SecretAccessKey ?? "",
        sessionToken: given?.SessionToken ?? "",
      };
    };
    const narrow = JSON.stringify({ Statement: { Effect: "Allow", Action: "lambda:GetFunction", Resource: "*" } });
    await add({ Principal: `arn:aws:iam::${account}:role/stranger-role` });
    await expect(invokeAs(await assume())).resolves.toMatchObject({ StatusCode: 200 });
    await expect(invokeAs(await assume(narrow))).rejects.toMatchObject({
      ...denied,
      message: expect.stringContaining("because no session policy allows"),
    });
    await remove("one");
    await add({ Principal: `arn:aws:sts::${account}:assumed-role/stranger-role/guest` });
    await expect(invokeAs(await assume(narrow))).resolves.toMatchObject({ StatusCode: 200 });
    await remove("one");
  });
});

test("a layer version's policy lets others take it, and is read and removed", async () => {
  const LayerName = "annex-lib";
  const ZipFile = await zipOf({ "nodejs/a.js": "1" });
  await client.send(new PublishLayerVersionCommand({ LayerName, Content: { ZipFile } }));
  const version = { LayerName, VersionNumber: 1 };
  const take = () => engine.lambda(engine.keyOf("stranger")).send(new GetLayerVersionCommand(version));
  await expect(take()).rejects.toMatchObject(denied);
  const permission = { StatementId: "all", Action: "lambda:GetLayerVersion", Principal: "*" };
  const made = await client.send(new AddLayerVersionPermissionCommand({ ...version, ...permission }));
  expect(JSON.parse(made.Statement ?? "")).toMatchObject({ Sid: "all", Principal: "*" });
  await expect(take()).resolves.toMatchObject({ Version: 1 });
  const read = await client.send(new GetLayerVersionPolicyCommand(version));
  expect(read.RevisionId).toBe(made.RevisionId);
  await client.send(new RemoveLayerVersionPermissionCommand({ ...version, StatementId: "all" }));
  await expect(take()).rejects.toMatchObject(denied);
  await expect(client.send(new GetLayerVersionPolicyCommand(version))).rejects.toMatchObject({
    name: "ResourceNotFoundException",
  });
});

import {
  CreateAliasCommand,
  CreateFunctionCommand,
  type CreateFunctionCommandInput,
  DeleteAliasCommand,
  GetAliasCommand,
  GetFunctionCommand,
  InvokeCommand,
  type LambdaClient,
  ListEventSourceMappingsCommand,
  PublishVersionCommand,
  PutFunctionConcurrencyCommand,
  UpdateAliasCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createFunction, type RunningEngine, startEngine, untilActive, zipOf } from "./fixture.ts";

let engine: RunningEngine;
let client: LambdaClient;
let ZipFile: Buffer;
const FunctionName = "annex-errors";
const arn = (name: string) => `arn:aws:lambda:eu-central-1:000000000000:function:${name}`;

beforeAll(async () => {
  engine = await startEngine();
  client = engine.lambda();
  ZipFile = await zipOf({ "index.js": "exports.handler = async () => 1;" });
  await createFunction(engine, FunctionName, { "index.js": "exports.handler = async () => 1;" });
});
afterAll(() => engine.close());

const refusal = (name: string, status: number, message?: string) => ({
  name,
  $metadata: { httpStatusCode: status },
  ...(message === undefined ? {} : { message: expect.stringContaining(message) }),
});

describe("CreateFunction", () => {
  const input = (extra: Partial<CreateFunctionCommandInput>): CreateFunctionCommandInput => ({
    FunctionName: "annex-new",
    Role: engine.role,
    Runtime: "nodejs24.x",
    Handler: "index.handler",
    Code: { ZipFile },
    ...extra,
  });
  const invalid = "InvalidParameterValueException";
  const validation = "ValidationException";
  test.each<[string, Partial<CreateFunctionCommandInput>, string, string]>([
    [
      "a timeout of zero",
      { Timeout: 0 },
      validation,
      "1 validation error detected: Value '0' at 'timeout' failed to satisfy constraint: Member must have value greater than or equal to 1",
    ],
    ["a timeout over 900 s", { Timeout: 901 }, validation, "Member must have value less than or equal to 900"],
    [
      "too little memory, and a wrong timeout at once",
      { MemorySize: 64, Timeout: 901 },
      validation,
      "2 validation errors detected: ",
    ],
    ["a name with a slash", { FunctionName: "a/b" }, validation, "at 'functionName' failed to satisfy constraint"],
    [
      "a role that is no ARN",
      { Role: "x" },
      validation,
      "Value 'x' at 'role' failed to satisfy constraint: Member must satisfy regular expression pattern",
    ],
    [
      "a role that Lambda may not assume",
      { Role: "arn:aws:iam::000000000000:role/annex-author" },
      invalid,
      "cannot be assumed by Lambda",
    ],
    [
      "a runtime that is not there",
      { Runtime: "ruby3.3" },
      invalid,
      "Value ruby3.3 at 'runtime' failed to satisfy constraint",
    ],
    ["no handler", { Handler: undefined }, invalid, "Runtime and Handler are mandatory"],
    ["no code", { Code: {} }, invalid, "Please provide a source for function code"],
    ["a variable of Lambda's own", { Environment: { Variables: { AWS_REGION: "x" } } }, invalid, "reserved keys"],
    [
      "a variable that no shell could name",
      { Environment: { Variables: { "a-b": "x" } } },
      validation,
      "Member must satisfy regular expression pattern",
    ],
    [
      "variables over 4 KB",
      { Environment: { Variables: { LONG: "x".repeat(5000) } } },
      invalid,
      "exceeded the 4KB limit",
    ],
    [
      "an allow-list that is not host:port",
      { Environment: { Variables: { ANNEX_EGRESS_ALLOW: "erp.internal" } } },
      invalid,
      "ANNEX_EGRESS_ALLOW",
    ],
    [
      "a VPC, which the engine does not have",
      { VpcConfig: { SubnetIds: ["subnet-1"] } },
      validation,
      "at 'vpcConfig.subnetIds'",
    ],
  ])("refuses %s", async (_, extra, name, message) => {
    await expect(client.send(new CreateFunctionCommand(input(extra)))).rejects.toMatchObject(
      refusal(name, 400, message),
    );
    await expect(client.send(new GetFunctionCommand({ FunctionName: "annex-new" }))).rejects.toMatchObject(
      refusal("ResourceNotFoundException", 404, `Function not found: ${arn("annex-new")}`),
    );
  });
});

describe("what is not there", () => {
  test.each([
    ["annex-none", undefined, arn("annex-none:$LATEST")],
    ["annex-none", "7", arn("annex-none:7")],
    [FunctionName, "7", arn(`${FunctionName}:7`)],
    [FunctionName, "constructor", arn(`${FunctionName}:constructor`)],
    [FunctionName, "toString", arn(`${FunctionName}:toString`)],
  ])("Invoke of %s:%s says which", async (name, Qualifier, wanted) => {
    const call = client.send(new InvokeCommand({ FunctionName: name, Qualifier }));
    await expect(call).rejects.toMatchObject({
      ...refusal("ResourceNotFoundException", 404, `Function not found: ${wanted}`),
      Type: "User",
    });
  });

  test("an alias is told by its ARN, and its removal twice is no error", async () => {
    await expect(client.send(new GetAliasCommand({ FunctionName, Name: "none" }))).rejects.toMatchObject(
      refusal("ResourceNotFoundException", 404, `Cannot find alias arn: ${arn(`${FunctionName}:none`)}`),
    );
    await client.send(new DeleteAliasCommand({ FunctionName, Name: "none" }));
  });

  test("another region's function is not reachable", async () => {
    const there = arn(FunctionName).replace("eu-central-1", "us-east-1");
    await expect(client.send(new GetFunctionCommand({ FunctionName: there }))).rejects.toMatchObject(
      refusal(
        "ResourceNotFoundException",
        404,
        "Functions from 'us-east-1' are not reachable in this region ('eu-central-1')",
      ),
    );
  });
});

describe("guards", () => {
  const stale = "00000000-0000-4000-8000-000000000000";
  test("a revision that is not the latest refuses every change", async () => {
    const failed = refusal("PreconditionFailedException", 412);
    const changes = [
      client.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile, RevisionId: stale })),
      client.send(new UpdateFunctionConfigurationCommand({ FunctionName, Timeout: 5, RevisionId: stale })),
      client.send(new PublishVersionCommand({ FunctionName, RevisionId: stale })),
    ];
    for (const change of changes) await expect(change).rejects.toMatchObject(failed);
  });

  test("a dry run of new code changes nothing", async () => {
    const before = await client.send(new GetFunctionCommand({ FunctionName }));
    const other = await zipOf({ "index.js": "exports.handler = async () => 2;" });
    const dry = await client.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile: other, DryRun: true }));
    const after = await client.send(new GetFunctionCommand({ FunctionName }));
    expect(dry.CodeSha256).not.toBe(before.Configuration?.CodeSha256);
    expect(after.Configuration).toEqual(before.Configuration);
  });

  test("an alias guards its own revision, name and weights", async () => {
    await client.send(new PublishVersionCommand({ FunctionName }));
    const made = await client.send(new CreateAliasCommand({ FunctionName, Name: "a", FunctionVersion: "1" }));
    const send = (input: Omit<ConstructorParameters<typeof UpdateAliasCommand>[0], "FunctionName" | "Name">) =>
      client.send(new UpdateAliasCommand({ FunctionName, Name: "a", ...input }));
    await expect(send({ RevisionId: stale })).rejects.toMatchObject(refusal("PreconditionFailedException", 412));
    await expect(send({ FunctionVersion: "9" })).rejects.toMatchObject(refusal("ResourceNotFoundException", 404));
    await expect(send({ RoutingConfig: { AdditionalVersionWeights: { "9": 0.5 } } })).rejects.toMatchObject(
      refusal("InvalidParameterValueException", 400),
    );
    const again = client.send(new CreateAliasCommand({ FunctionName, Name: "a", FunctionVersion: "1" }));
    await expect(again).rejects.toMatchObject(
      refusal("ResourceConflictException", 409, `Alias already exists: ${arn(`${FunctionName}:a`)}`),
    );
    const moved = await send({ Description: "moved", RevisionId: made.RevisionId });
    expect(moved.RevisionId).not.toBe(made.RevisionId);
    const number = client.send(new CreateAliasCommand({ FunctionName, Name: "12", FunctionVersion: "1" }));
    await expect(number).rejects.toMatchObject(refusal("ValidationException", 400));
  });

  test("reserved concurrency leaves a hundred for the others", async () => {
    const put = client.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 901 }));
    await expect(put).rejects.toMatchObject(
      refusal("InvalidParameterValueException", 400, "below its minimum value of [100]"),
    );
  });
});

describe("Invoke", () => {
  test("refuses a payload that is not JSON", async () => {
    const call = client.send(new InvokeCommand({ FunctionName, Payload: Buffer.from("{no") }));
    await expect(call).rejects.toMatchObject(
      refusal("InvalidRequestContentException", 400, "Could not parse request body into json"),
    );
  });

  test("takes 6 MB and refuses one byte more", async () => {
    const limit = 6_291_456;
    const Payload = Buffer.from(`"${"x".repeat(limit - 2)}"`);
    await expect(client.send(new InvokeCommand({ FunctionName, Payload }))).resolves.toMatchObject({ StatusCode: 200 });
    const more = client.send(new InvokeCommand({ FunctionName, Payload: Buffer.concat([Payload, Buffer.from(" ")]) }));
    await expect(more).rejects.toMatchObject({ $metadata: { httpStatusCode: 413 } });
  });

  test("refuses a client context that is not JSON", async () => {
    const call = client.send(new InvokeCommand({ FunctionName, ClientContext: Buffer.from("{no").toString("base64") }));
    await expect(call).rejects.toMatchObject(refusal("InvalidRequestContentException", 400));
  });
});

test("an operation that the engine does not have is refused by its name", async () => {
  await untilActive(client, FunctionName);
  await expect(client.send(new ListEventSourceMappingsCommand({ FunctionName }))).rejects.toMatchObject(
    refusal("UnknownOperationException", 404, "ListEventSourceMappings"),
  );
});

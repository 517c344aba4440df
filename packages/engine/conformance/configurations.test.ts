import { FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import {
  CreateAliasCommand,
  CreateCodeSigningConfigCommand,
  CreateFunctionCommand,
  CreateFunctionUrlConfigCommand,
  DeleteCodeSigningConfigCommand,
  DeleteFunctionCodeSigningConfigCommand,
  DeleteFunctionUrlConfigCommand,
  DeleteProvisionedConcurrencyConfigCommand,
  GetAccountSettingsCommand,
  GetCodeSigningConfigCommand,
  GetFunctionCodeSigningConfigCommand,
  GetFunctionConfigurationCommand,
  GetFunctionUrlConfigCommand,
  GetProvisionedConcurrencyConfigCommand,
  GetRuntimeManagementConfigCommand,
  InvokeCommand,
  type LambdaClient,
  ListCodeSigningConfigsCommand,
  ListFunctionsByCodeSigningConfigCommand,
  ListFunctionsCommand,
  ListFunctionUrlConfigsCommand,
  ListProvisionedConcurrencyConfigsCommand,
  PublishVersionCommand,
  PutFunctionCodeSigningConfigCommand,
  PutProvisionedConcurrencyConfigCommand,
  PutRuntimeManagementConfigCommand,
  UpdateCodeSigningConfigCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
  UpdateFunctionUrlConfigCommand,
} from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createFunction, type RunningEngine, startEngine, until, untilActive, zipOf } from "./fixture.ts";

const FunctionName = "annex-settings";
const arn = (name: string) => `arn:aws:lambda:eu-central-1:000000000000:function:${name}`;
const invalid = { name: "InvalidParameterValueException" };
const missing = { name: "ResourceNotFoundException" };
let engine: RunningEngine;
let client: LambdaClient;

const code = `exports.handler = async () => {
  console.debug("a debug line"); console.info("an info line"); console.error("an error line");
  return { level: process.env.AWS_LAMBDA_LOG_LEVEL, group: process.env.AWS_LAMBDA_LOG_GROUP_NAME };
};`;

beforeAll(async () => {
  engine = await startEngine();
  client = engine.lambda();
  await createFunction(engine, FunctionName, { "index.js": code });
  await client.send(new PublishVersionCommand({ FunctionName }));
  await client.send(new CreateAliasCommand({ FunctionName, Name: "live", FunctionVersion: "1" }));
  const tenancy = { TenancyConfig: { TenantIsolationMode: "PER_TENANT" } } as const;
  await createFunction(engine, "annex-tenants", { "index.js": code }, { ...tenancy, Publish: true });
});
afterAll(() => engine.close());

test("runtime management is kept by version, and Manual needs a runtime version", async () => {
  expect(await client.send(new GetRuntimeManagementConfigCommand({ FunctionName }))).toMatchObject({
    UpdateRuntimeOn: "Auto",
    FunctionArn: `${arn(FunctionName)}:$LATEST`,
  });
  const manual = { FunctionName, Qualifier: "1", UpdateRuntimeOn: "Manual" } as const;
  await expect(client.send(new PutRuntimeManagementConfigCommand(manual))).rejects.toMatchObject(invalid);
  const RuntimeVersionArn = "arn:aws:lambda:eu-central-1::runtime:annex-nodejs24.x";
  await client.send(new PutRuntimeManagementConfigCommand({ ...manual, RuntimeVersionArn }));
  expect(await client.send(new GetRuntimeManagementConfigCommand({ FunctionName, Qualifier: "1" }))).toMatchObject({
    UpdateRuntimeOn: "Manual",
    RuntimeVersionArn,
  });
});

describe("a function URL", () => {
  test("is configured, changed, listed and deleted", async () => {
    const made = await client.send(
      new CreateFunctionUrlConfigCommand({
        FunctionName,
        AuthType: "AWS_IAM",
        Cors: { AllowOrigins: ["*"], MaxAge: 60 },
      }),
    );
    expect(made.FunctionUrl).toMatch(/^https:\/\/[0-9a-f]{32}\.lambda-url\.eu-central-1\.on\.aws\/$/);
    expect(made).toMatchObject({ AuthType: "AWS_IAM", InvokeMode: "BUFFERED", FunctionArn: arn(FunctionName) });
    expect(made.CreationTime).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/);
    await client.send(new CreateFunctionUrlConfigCommand({ FunctionName, Qualifier: "live", AuthType: "NONE" }));
    const again = new CreateFunctionUrlConfigCommand({ FunctionName, AuthType: "NONE" });
    await expect(client.send(again)).rejects.toMatchObject({ name: "ResourceConflictException" });
    const changed = await client.send(
      new UpdateFunctionUrlConfigCommand({ FunctionName, InvokeMode: "RESPONSE_STREAM" }),
    );
    expect(changed).toMatchObject({ AuthType: "AWS_IAM", InvokeMode: "RESPONSE_STREAM", Cors: { MaxAge: 60 } });
    const { FunctionUrlConfigs } = await client.send(new ListFunctionUrlConfigsCommand({ FunctionName }));
    expect(FunctionUrlConfigs?.map(({ FunctionArn }) => FunctionArn).sort()).toEqual([
      arn(FunctionName),
      `${arn(FunctionName)}:live`,
    ]);
    await client.send(new DeleteFunctionUrlConfigCommand({ FunctionName }));
    await expect(client.send(new GetFunctionUrlConfigCommand({ FunctionName }))).rejects.toMatchObject(missing);
  });

  test("is refused for a version, for a function of many tenants, and when it is called", async () => {
    const forVersion = new CreateFunctionUrlConfigCommand({ FunctionName, Qualifier: "1", AuthType: "NONE" });
    await expect(client.send(forVersion)).rejects.toMatchObject(missing);
    const forTenants = new CreateFunctionUrlConfigCommand({ FunctionName: "annex-tenants", AuthType: "NONE" });
    await expect(client.send(forTenants)).rejects.toMatchObject(invalid);
    const { request } = await import("node:http");
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const host = "abc.lambda-url.eu-central-1.on.aws";
      request(engine.url, { headers: { host } }, (response) => resolve(response.resume().statusCode))
        .once("error", reject)
        .end();
    });
    expect(status).toBe(501);
  });
});

test("provisioned concurrency is kept with a status that is true: nothing is provisioned", async () => {
  const send = (Qualifier: string, name = FunctionName) =>
    client.send(
      new PutProvisionedConcurrencyConfigCommand({
        FunctionName: name,
        Qualifier,
        ProvisionedConcurrentExecutions: 2,
      }),
    );
  await expect(send("$LATEST")).rejects.toMatchObject(invalid);
  await expect(send("9")).rejects.toMatchObject(missing);
  await expect(send("1", "annex-tenants")).rejects.toMatchObject(invalid);
  expect(await send("live")).toMatchObject({
    RequestedProvisionedConcurrentExecutions: 2,
    AllocatedProvisionedConcurrentExecutions: 0,
    Status: "FAILED",
    StatusReason: expect.stringContaining("Stored, not provisioned"),
    $metadata: { httpStatusCode: 202 },
  });
  const list = await client.send(new ListProvisionedConcurrencyConfigsCommand({ FunctionName }));
  expect(list.ProvisionedConcurrencyConfigs?.map(({ FunctionArn }) => FunctionArn)).toEqual([
    `${arn(FunctionName)}:live`,
  ]);
  await client.send(new DeleteProvisionedConcurrencyConfigCommand({ FunctionName, Qualifier: "live" }));
  const gone = client.send(new GetProvisionedConcurrencyConfigCommand({ FunctionName, Qualifier: "live" }));
  await expect(gone).rejects.toMatchObject({ name: "ProvisionedConcurrencyConfigNotFoundException" });
});

test("a code signing configuration lives, is attached, and where it enforces signatures unsigned code is refused", async () => {
  const SigningProfileVersionArns = ["arn:aws:signer:eu-central-1:000000000000:/signing-profiles/p/v"];
  const made = await client.send(
    new CreateCodeSigningConfigCommand({ AllowedPublishers: { SigningProfileVersionArns }, Description: "first" }),
  );
  const CodeSigningConfigArn = made.CodeSigningConfig?.CodeSigningConfigArn ?? "";
  expect(CodeSigningConfigArn).toMatch(/:code-signing-config:csc-[a-z0-9]{17}$/);
  expect(made.CodeSigningConfig?.CodeSigningPolicies).toEqual({ UntrustedArtifactOnDeployment: "Warn" });
  await client.send(new PutFunctionCodeSigningConfigCommand({ FunctionName, CodeSigningConfigArn }));
  expect(await client.send(new GetFunctionCodeSigningConfigCommand({ FunctionName }))).toMatchObject({
    CodeSigningConfigArn,
    FunctionName,
  });
  const users = await client.send(new ListFunctionsByCodeSigningConfigCommand({ CodeSigningConfigArn }));
  expect(users.FunctionArns).toEqual([arn(FunctionName)]);
  await expect(client.send(new DeleteCodeSigningConfigCommand({ CodeSigningConfigArn }))).rejects.toMatchObject({
    name: "ResourceConflictException",
  });
  const ZipFile = await zipOf({ "index.js": code });
  await client.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile }));
  await untilActive(client, FunctionName);
  const CodeSigningPolicies = { UntrustedArtifactOnDeployment: "Enforce" } as const;
  await client.send(new UpdateCodeSigningConfigCommand({ CodeSigningConfigArn, CodeSigningPolicies }));
  await expect(client.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile }))).rejects.toMatchObject({
    name: "CodeVerificationFailedException",
  });
  const listed = await client.send(new ListCodeSigningConfigsCommand({}));
  expect(listed.CodeSigningConfigs?.map(({ Description }) => Description)).toEqual(["first"]);
  await client.send(new DeleteFunctionCodeSigningConfigCommand({ FunctionName }));
  await client.send(new DeleteCodeSigningConfigCommand({ CodeSigningConfigArn }));
  await expect(client.send(new GetCodeSigningConfigCommand({ CodeSigningConfigArn }))).rejects.toMatchObject({
    name: "CodeSigningConfigNotFoundException",
    $metadata: { httpStatusCode: 404 },
  });
});

describe("the logging configuration", () => {
  const configure = async (LoggingConfig: object) => {
    await client.send(new UpdateFunctionConfigurationCommand({ FunctionName, LoggingConfig }));
    await untilActive(client, FunctionName);
    return (await client.send(new GetFunctionConfigurationCommand({ FunctionName }))).LoggingConfig;
  };

  test("of Text has no levels; JSON begins with INFO for both; a group of one's own takes the log", async () => {
    await expect(configure({ LogFormat: "Text", ApplicationLogLevel: "WARN" })).rejects.toMatchObject(invalid);
    expect(await configure({ LogFormat: "JSON" })).toEqual({
      LogFormat: "JSON",
      ApplicationLogLevel: "INFO",
      SystemLogLevel: "INFO",
      LogGroup: `/aws/lambda/${FunctionName}`,
    });
    expect(await configure({ LogFormat: "Text", LogGroup: "annex/own" })).toEqual({
      LogFormat: "Text",
      LogGroup: "annex/own",
    });
  });

  test("keeps below-level lines of the function and of the platform out of the log", async () => {
    await configure({
      LogFormat: "JSON",
      ApplicationLogLevel: "ERROR",
      SystemLogLevel: "WARN",
      LogGroup: "annex/levels",
    });
    const { Payload } = await client.send(new InvokeCommand({ FunctionName }));
    expect(JSON.parse(Payload?.transformToString() ?? "")).toEqual({ level: "ERROR", group: "annex/levels" });
    const read = () => engine.logs().send(new FilterLogEventsCommand({ logGroupName: "annex/levels" }));
    const { events = [] } = await until(
      () => read().catch(() => ({ events: [] })),
      (found) => (found.events ?? []).length > 0,
    );
    expect(events.map(({ message = "{}" }) => JSON.parse(message).message)).toEqual(["an error line"]);
  });
});

describe("lists", () => {
  test("come in pages of the asked size, whole, also when what the marker names was deleted meanwhile", async () => {
    const first = await client.send(new ListFunctionsCommand({ MaxItems: 1 }));
    expect(first.Functions?.map((listed) => listed.FunctionName)).toEqual([FunctionName]);
    const second = await client.send(new ListFunctionsCommand({ MaxItems: 1, Marker: first.NextMarker }));
    expect(second.Functions?.map((listed) => listed.FunctionName)).toEqual(["annex-tenants"]);
    expect(second.NextMarker).toBeUndefined();
    const later = await client.send(new ListFunctionsCommand({ Marker: "annex-t:$LATEST" }));
    expect(later.Functions?.map((listed) => listed.FunctionName)).toEqual(["annex-tenants"]);
    await expect(client.send(new ListFunctionsCommand({ MaxItems: 0 }))).rejects.toMatchObject({
      name: "ValidationException",
      message: expect.stringContaining("at 'maxItems'"),
    });
  });

  test("tell every version when asked for all", async () => {
    const { Functions = [] } = await client.send(new ListFunctionsCommand({ FunctionVersion: "ALL" }));
    expect(Functions.map(({ FunctionArn }) => FunctionArn)).toEqual(
      [`${FunctionName}:$LATEST`, `${FunctionName}:1`, "annex-tenants:$LATEST", "annex-tenants:1"].map(arn),
    );
  });
});

test("a zip that the account has no room for is refused, and the account tells what it uses", async () => {
  const small = await startEngine({ codeStorageBytes: 1000 });
  try {
    await createFunction(small, "annex-one", { "index.js": code });
    const { AccountLimit, AccountUsage } = await small.lambda().send(new GetAccountSettingsCommand({}));
    expect(AccountLimit?.TotalCodeSize).toBe(1000);
    expect(AccountUsage).toMatchObject({ FunctionCount: 1, TotalCodeSize: expect.any(Number) });
    const ZipFile = await zipOf({ "index.js": code, "more.txt": Array.from({ length: 2000 }, Math.random).join() });
    await expect(
      small.lambda().send(new UpdateFunctionCodeCommand({ FunctionName: "annex-one", ZipFile })),
    ).rejects.toMatchObject({ name: "CodeStorageExceededException", $metadata: { httpStatusCode: 400 } });
  } finally {
    await small.close();
  }
});

test("a function for another machine's architecture is refused", async () => {
  const other = process.arch === "arm64" ? "x86_64" : "arm64";
  const wanted = {
    FunctionName: "annex-arch",
    Role: engine.role,
    Runtime: "nodejs24.x",
    Handler: "index.handler",
  } as const;
  const Code = { ZipFile: await zipOf({ "index.js": code }) };
  await expect(
    client.send(new CreateFunctionCommand({ ...wanted, Code, Architectures: [other] })),
  ).rejects.toMatchObject({ ...invalid, message: expect.stringContaining(other) });
});

import {
  CreateFunctionCommand,
  GetFunctionConfigurationCommand,
  UpdateFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createFunction, type RunningEngine, startEngine, untilActive, zipOf } from "./fixture.ts";

const FunctionName = "annex-logging";
const LogGroup = `/aws/lambda/${FunctionName}`;

let engine: RunningEngine;
beforeAll(async () => {
  engine = await startEngine();
  await createFunction(engine, FunctionName, { "index.js": "exports.handler = async () => 1;" });
});
afterAll(() => engine.close());

async function update(LoggingConfig: UpdateFunctionConfigurationCommand["input"]["LoggingConfig"]) {
  const client = engine.lambda();
  await client.send(new UpdateFunctionConfigurationCommand({ FunctionName, LoggingConfig }));
  await untilActive(client, FunctionName);
  return (await client.send(new GetFunctionConfigurationCommand({ FunctionName }))).LoggingConfig;
}

test("levels come with the JSON format, stay when they are left out, and go with it", async () => {
  expect(await update({ LogFormat: "JSON" })).toEqual({
    LogFormat: "JSON",
    ApplicationLogLevel: "INFO",
    SystemLogLevel: "INFO",
    LogGroup,
  });
  expect(await update({ ApplicationLogLevel: "DEBUG", SystemLogLevel: "WARN" })).toMatchObject({
    ApplicationLogLevel: "DEBUG",
    SystemLogLevel: "WARN",
  });
  expect(await update({ LogFormat: "JSON", SystemLogLevel: "DEBUG" })).toMatchObject({
    ApplicationLogLevel: "DEBUG",
    SystemLogLevel: "DEBUG",
  });
  expect(await update({ LogFormat: "Text" })).toEqual({ LogFormat: "Text", LogGroup });
});

test.each([
  { LogFormat: "Text", ApplicationLogLevel: "INFO" },
  { LogFormat: "Text", SystemLogLevel: "WARN" },
] as const)("refuses %o, and creates nothing", async (LoggingConfig) => {
  const command = new CreateFunctionCommand({
    FunctionName: "annex-refused",
    Role: engine.role,
    Runtime: "nodejs24.x",
    Handler: "index.handler",
    Code: { ZipFile: await zipOf({ "index.js": "" }) },
    LoggingConfig,
  });
  const client = engine.lambda();
  await expect(client.send(command)).rejects.toMatchObject({ name: "InvalidParameterValueException" });
  await expect(
    client.send(new GetFunctionConfigurationCommand({ FunctionName: "annex-refused" })),
  ).rejects.toMatchObject({ name: "ResourceNotFoundException" });
});

import {
  CreateAliasCommand,
  CreateFunctionCommand,
  DeleteFunctionCommand,
  GetFunctionCommand,
  GetFunctionConfigurationCommand,
  InvokeCommand,
  type LambdaClient,
  ListFunctionsCommand,
  PublishVersionCommand,
  UpdateAliasCommand,
  UpdateFunctionCodeCommand,
} from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type RunningEngine, startEngine, untilActive, zipOf } from "./fixture.ts";

let engine: RunningEngine;
let client: LambdaClient;
const text = (payload: Uint8Array | undefined) => Buffer.from(payload ?? []).toString("utf8");
const handler = (answer: string) => ({
  "index.js": `exports.handler = async (event) => ({ answer: "${answer}", event });`,
});

beforeAll(async () => {
  engine = await startEngine({ settleMs: 1000 }); // long enough to be found out on a busy machine, too
  client = engine.lambda();
});
afterAll(() => engine.close());

async function create(FunctionName: string, files: Record<string, string>) {
  const ZipFile = await zipOf(files);
  const input = {
    FunctionName,
    Role: engine.role,
    Runtime: "nodejs24.x" as const,
    Handler: "index.handler",
    Code: { ZipFile },
  };
  return client.send(new CreateFunctionCommand(input));
}

describe("the life of a function", () => {
  test("begins Pending without LastUpdateStatus and becomes Active by itself", async () => {
    const created = await create("annex-life", handler("one"));
    expect(created).toMatchObject({
      State: "Pending",
      StateReasonCode: "Creating",
      Version: "$LATEST",
      Timeout: 3,
      MemorySize: 128,
    });
    expect(created.LastUpdateStatus).toBeUndefined();
    await expect(client.send(new InvokeCommand({ FunctionName: "annex-life" }))).rejects.toMatchObject({
      name: "ResourceConflictException",
    });
    await untilActive(client, "annex-life");
  });

  test("answers what the handler returns, the version that served, and the tail of the log", async () => {
    const result = await client.send(
      new InvokeCommand({ FunctionName: "annex-life", Payload: Buffer.from('{"n":1}'), LogType: "Tail" }),
    );
    expect(result.StatusCode).toBe(200);
    expect(JSON.parse(text(result.Payload))).toEqual({ answer: "one", event: { n: 1 } });
    expect(result.ExecutedVersion).toBe("$LATEST");
    expect(Buffer.from(result.LogResult ?? "", "base64").toString()).toMatch(
      /START RequestId: .*\n[\s\S]*END RequestId: .*\nREPORT RequestId: /,
    );
  });

  test("refuses a name that is taken", async () => {
    await expect(create("annex-life", handler("x"))).rejects.toMatchObject({
      name: "ResourceConflictException",
      message: "Function already exist: annex-life",
      $metadata: { httpStatusCode: 409 },
    });
  });

  test("refuses what is no zip, and changes nothing", async () => {
    const ZipFile = Buffer.from("no zip at all");
    const before = await client.send(new GetFunctionConfigurationCommand({ FunctionName: "annex-life" }));
    await expect(
      client.send(new UpdateFunctionCodeCommand({ FunctionName: "annex-life", ZipFile })),
    ).rejects.toMatchObject({
      name: "InvalidParameterValueException",
      message: "Could not unzip uploaded file. Please check your file, then try to upload again.",
    });
    const after = await client.send(new GetFunctionConfigurationCommand({ FunctionName: "annex-life" }));
    expect(after.RevisionId).toBe(before.RevisionId);
  });

  test("refuses a second change while one is in progress", async () => {
    const ZipFile = await zipOf(handler("two"));
    await client.send(new UpdateFunctionCodeCommand({ FunctionName: "annex-life", ZipFile }));
    await expect(
      client.send(new UpdateFunctionCodeCommand({ FunctionName: "annex-life", ZipFile })),
    ).rejects.toMatchObject({
      name: "ResourceConflictException",
    });
    await untilActive(client, "annex-life");
  });

  test("publishes versions that never change, and one number for one content", async () => {
    const first = await client.send(new PublishVersionCommand({ FunctionName: "annex-life" }));
    const again = await client.send(new PublishVersionCommand({ FunctionName: "annex-life" }));
    expect([first.Version, again.Version]).toEqual(["1", "1"]);
    await client.send(
      new UpdateFunctionCodeCommand({ FunctionName: "annex-life", ZipFile: await zipOf(handler("three")) }),
    );
    await untilActive(client, "annex-life");
    const second = await client.send(new PublishVersionCommand({ FunctionName: "annex-life" }));
    expect(second.Version).toBe("2");
    const old = await client.send(new InvokeCommand({ FunctionName: "annex-life", Qualifier: "1" }));
    expect(JSON.parse(text(old.Payload)).answer).toBe("two");
  });

  test("guards PublishVersion by the code's hash", async () => {
    const publish = client.send(new PublishVersionCommand({ FunctionName: "annex-life", CodeSha256: "other" }));
    await expect(publish).rejects.toMatchObject({ name: "InvalidParameterValueException" });
  });

  test("serves an alias, and the version it is moved to", async () => {
    await client.send(new CreateAliasCommand({ FunctionName: "annex-life", Name: "live", FunctionVersion: "1" }));
    const one = await client.send(new InvokeCommand({ FunctionName: "annex-life", Qualifier: "live" }));
    await client.send(new UpdateAliasCommand({ FunctionName: "annex-life", Name: "live", FunctionVersion: "2" }));
    const two = await client.send(new InvokeCommand({ FunctionName: "annex-life:live" }));
    expect([one.ExecutedVersion, two.ExecutedVersion]).toEqual(["1", "2"]);
  });

  test("keeps a version that an alias uses", async () => {
    const remove = client.send(new DeleteFunctionCommand({ FunctionName: "annex-life", Qualifier: "2" }));
    await expect(remove).rejects.toMatchObject({ name: "ResourceConflictException" });
  });

  test("hands out the code under a URL that expires", async () => {
    const { Code } = await client.send(new GetFunctionCommand({ FunctionName: "annex-life" }));
    const location = Code?.Location ?? "";
    expect((await fetch(location)).status).toBe(200);
    expect((await fetch(location.replace(/signature=./, "signature=0"))).status).toBe(404);
  });

  test("outlives a restart of the engine", async () => {
    await engine.restart();
    client = engine.lambda();
    const result = await client.send(new InvokeCommand({ FunctionName: "annex-life", Qualifier: "live" }));
    expect(JSON.parse(text(result.Payload)).answer).toBe("three");
  });

  test("lists by pages and ends with deletion", async () => {
    await create("annex-other", handler("x"));
    const first = await client.send(new ListFunctionsCommand({ MaxItems: 1 }));
    const second = await client.send(new ListFunctionsCommand({ MaxItems: 1, Marker: first.NextMarker }));
    expect([...(first.Functions ?? []), ...(second.Functions ?? [])].map(({ FunctionName }) => FunctionName)).toEqual([
      "annex-life",
      "annex-other",
    ]);
    await client.send(new DeleteFunctionCommand({ FunctionName: "annex-life" }));
    await expect(client.send(new GetFunctionCommand({ FunctionName: "annex-life" }))).rejects.toMatchObject({
      name: "ResourceNotFoundException",
      $metadata: { httpStatusCode: 404 },
    });
  });
});

describe("a failing handler", () => {
  test("is an answer with FunctionError, not an HTTP error", async () => {
    await create("annex-throws", { "index.js": 'exports.handler = async () => { throw new TypeError("no"); };' });
    await untilActive(client, "annex-throws");
    const result = await client.send(new InvokeCommand({ FunctionName: "annex-throws" }));
    expect(result).toMatchObject({ StatusCode: 200, FunctionError: "Unhandled" });
    expect(JSON.parse(text(result.Payload))).toMatchObject({ errorType: "TypeError", errorMessage: "no" });
  });
});

import { DescribeLogStreamsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { CreateFunctionCommand, InvokeCommand, ListFunctionsCommand } from "@aws-sdk/client-lambda";
import { AssumeRoleCommand, GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Credentials, type RunningEngine, startEngine, untilActive, zipOf } from "./fixture.ts";

let engine: RunningEngine;
const arn = (name: string) => `arn:aws:lambda:eu-central-1:000000000000:function:${name}`;

beforeAll(async () => {
  engine = await startEngine();
  const client = engine.lambda();
  const ZipFile = await zipOf({ "index.js": "exports.handler = async () => process.env;" });
  for (const FunctionName of ["annex-aaa-1", "annex-bbb-1"]) {
    await client.send(
      new CreateFunctionCommand({
        FunctionName,
        Role: engine.role,
        Runtime: "nodejs24.x",
        Handler: "index.handler",
        Code: { ZipFile },
      }),
    );
    await untilActive(client, FunctionName);
  }
});
afterAll(() => engine.close());

async function assume(
  user: string,
  role: string,
  extra: { ExternalId?: string; Policy?: string } = {},
): Promise<Credentials> {
  const input = {
    RoleArn: `arn:aws:iam::000000000000:role/${role}`,
    RoleSessionName: "test",
    ExternalId: engine.config.externalId,
    ...extra,
  };
  const { Credentials: given } = await engine.sts(user).send(new AssumeRoleCommand(input));
  return {
    accessKeyId: given?.AccessKeyId ?? "",
    secretAccessKey: given?.SecretAccessKey ?? "",
    sessionToken: given?.SessionToken ?? "",
  };
}

const invoke = (credentials: Credentials, FunctionName: string) =>
  engine.lambda(credentials).send(new InvokeCommand({ FunctionName }));

describe("assuming a role", () => {
  test("tells who one has become", async () => {
    const credentials = await assume("annex-data-plane", "annex-invoke");
    const sts = engine.sts("admin");
    expect((await sts.send(new GetCallerIdentityCommand({}))).Arn).toBe("arn:aws:iam::000000000000:user/admin");
    await expect(invoke(credentials, "annex-aaa-1")).resolves.toMatchObject({ StatusCode: 200 });
  });

  test("is refused without the external ID, for somebody else's role, and for a role that is not there", async () => {
    await expect(assume("annex-data-plane", "annex-invoke", { ExternalId: "wrong" })).rejects.toMatchObject({
      name: "AccessDenied",
    });
    await expect(assume("annex-data-plane", "annex-author")).rejects.toMatchObject({ name: "AccessDenied" });
    await expect(assume("annex-data-plane", "nothing")).rejects.toMatchObject({ name: "AccessDenied" });
  });
});

describe("a session that a policy narrowed", () => {
  const narrowed = () =>
    assume("annex-data-plane", "annex-invoke", {
      Policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Action: "lambda:InvokeFunction", Resource: [arn("annex-aaa-*")] }],
      }),
    });

  test("reaches what the policy names, and nothing else", async () => {
    const credentials = await narrowed();
    await expect(invoke(credentials, "annex-aaa-1")).resolves.toMatchObject({ StatusCode: 200 });
    await expect(invoke(credentials, "annex-bbb-1")).rejects.toMatchObject({
      name: "AccessDeniedException",
      message: expect.stringContaining("because no session policy allows the lambda:InvokeFunction action"),
      $metadata: { httpStatusCode: 403 },
    });
  });

  test("is told the same of a function that is there and one that is not", async () => {
    const credentials = await narrowed();
    const [there, missing] = await Promise.allSettled([
      invoke(credentials, "annex-bbb-1"),
      invoke(credentials, "annex-bbb-2"),
    ]);
    const message = (result: PromiseSettledResult<unknown>) =>
      result.status === "rejected" ? String(result.reason.message) : "";
    expect(message(there).replaceAll("annex-bbb-1", "X")).toBe(message(missing).replaceAll("annex-bbb-2", "X"));
  });

  test("gains nothing that the role does not have", async () => {
    const Policy = JSON.stringify({ Statement: { Effect: "Allow", Action: "*", Resource: "*" } });
    const credentials = await assume("annex-data-plane", "annex-invoke", { Policy });
    await expect(engine.lambda(credentials).send(new ListFunctionsCommand({}))).rejects.toMatchObject({
      name: "AccessDeniedException",
    });
  });
});

describe("a log group that a policy names", () => {
  const group = "arn:aws:logs:eu-central-1:000000000000:log-group:/aws/lambda/annex-aaa-1";
  const describeStreams = async (...denied: string[]) => {
    const Statement = [
      { Effect: "Allow", Action: "logs:*", Resource: "*" },
      ...denied.map((Resource) => ({ Effect: "Deny", Action: "logs:*", Resource })),
    ];
    const credentials = await assume("annex-worker", "annex-author", { Policy: JSON.stringify({ Statement }) });
    const logGroupName = "/aws/lambda/annex-aaa-1";
    return engine.logs(credentials).send(new DescribeLogStreamsCommand({ logGroupName }));
  };

  test.each([group, `${group}:*`])("is denied whichever way it is written: %s", async (denied) => {
    await expect(describeStreams(denied)).rejects.toMatchObject({
      name: "AccessDeniedException",
      message: expect.stringContaining("with an explicit deny in a session policy"),
    });
    await expect(describeStreams(`${group}-other`)).resolves.toBeDefined();
  });
});

describe("the execution role", () => {
  test("is worth nothing in the hands of the function that holds it", async () => {
    const result = await engine.lambda().send(new InvokeCommand({ FunctionName: "annex-aaa-1" }));
    const environment = JSON.parse(Buffer.from(result.Payload ?? []).toString("utf8"));
    const credentials = {
      accessKeyId: environment.AWS_ACCESS_KEY_ID,
      secretAccessKey: environment.AWS_SECRET_ACCESS_KEY,
      sessionToken: environment.AWS_SESSION_TOKEN,
    };
    expect(credentials.sessionToken).toBeTruthy();
    await expect(invoke(credentials, "annex-aaa-1")).rejects.toMatchObject({
      name: "AccessDeniedException",
      message: expect.stringContaining("with an explicit deny in an identity-based policy"),
    });
  });
});

describe("a signature", () => {
  test("by a wrong secret, an unknown key or none is refused by name", async () => {
    const wrong = { ...engine.keyOf("admin"), secretAccessKey: "x" };
    const unknown = { accessKeyId: "AKIAUNKNOWN", secretAccessKey: "x" };
    await expect(invoke(wrong, "annex-aaa-1")).rejects.toMatchObject({ name: "InvalidSignatureException" });
    await expect(invoke(unknown, "annex-aaa-1")).rejects.toMatchObject({ name: "UnrecognizedClientException" });
    const bare = await fetch(`${engine.url}/2015-03-31/functions/`);
    expect([bare.status, bare.headers.get("x-amzn-errortype")]).toEqual([403, "MissingAuthenticationTokenException"]);
  });
});

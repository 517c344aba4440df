import { InvokeCommand, TagResourceCommand } from "@aws-sdk/client-lambda";
import {
  AssumeRoleCommand,
  type AssumeRoleCommandInput,
  GetCallerIdentityCommand,
  STSClient,
} from "@aws-sdk/client-sts";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { cellConfigSchema, createCellConfig } from "../src/index.ts";
import { Store } from "../src/store/store.ts";
import { type Credentials, createFunction, type RunningEngine, startEngine } from "./fixture.ts";

const account = "000000000000";
const roleArn = (name: string) => `arn:aws:iam::${account}:role/${name}`;
const functionArn = `arn:aws:lambda:eu-central-1:${account}:function:annex-a`;
let engine: RunningEngine;

/** `tagger` may tag sessions with the key tenant alone; `by-tag` may invoke what bears its own tenant tag. */
function configWithTags() {
  const config = createCellConfig({ accountId: account, region: "eu-central-1" });
  const allow = (Action: string, Resource: string, Condition?: object) => ({
    Effect: "Allow",
    Action,
    Resource,
    ...(Condition ? { Condition } : {}),
  });
  const onlyTenant = { "ForAllValues:StringEquals": { "aws:TagKeys": ["tenant"] } };
  const tagger = {
    name: "tagger",
    accessKeyId: "AKIATAGGERXXXXXXXXXX",
    secretAccessKey: "secret-of-tagger",
    policy: { Statement: [allow("sts:AssumeRole", "*"), allow("sts:TagSession", "*", onlyTenant)] },
  };
  const acme = { StringEquals: { "aws:PrincipalTag/tenant": "acme", "aws:ResourceTag/tenant": "acme" } };
  const trust = { principals: [`arn:aws:iam::${account}:root`] };
  const roles = [
    {
      name: "by-tag",
      trust,
      policy: { Statement: [allow("lambda:InvokeFunction", "*", acme), allow("sts:*", "*")] },
      maxSessionSeconds: 7200,
    },
    {
      name: "next",
      trust,
      policy: { Statement: [allow("lambda:InvokeFunction", "*", acme)] },
      maxSessionSeconds: 7200,
    },
  ];
  return cellConfigSchema.parse({ ...config, users: [...config.users, tagger], roles: [...config.roles, ...roles] });
}

beforeAll(async () => {
  engine = await startEngine({ config: configWithTags() });
  await createFunction(engine, "annex-a", { "index.js": "exports.handler = async () => 1;" });
});
afterAll(() => engine.close());

const credentialsSchema = z.object({ accessKeyId: z.string(), secretAccessKey: z.string(), sessionToken: z.string() });

const clientOf = (credentials: Credentials) =>
  new STSClient({ region: "eu-central-1", endpoint: engine.url, credentials, maxAttempts: 1 });

async function assume(sts: STSClient, input: Partial<AssumeRoleCommandInput> = {}): Promise<Credentials> {
  const command = new AssumeRoleCommand({ RoleArn: roleArn("by-tag"), RoleSessionName: "session", ...input });
  const { Credentials: given } = await sts.send(command);
  return {
    accessKeyId: given?.AccessKeyId ?? "",
    secretAccessKey: given?.SecretAccessKey ?? "",
    sessionToken: given?.SessionToken ?? "",
  };
}

const invoke = (credentials: Credentials) =>
  engine.lambda(credentials).send(new InvokeCommand({ FunctionName: "annex-a" }));
const denied = { name: "AccessDeniedException" };

describe("session tags", () => {
  test("are matched against a resource's tags by the role's policy, and are nobody else's", async () => {
    const acme = await assume(engine.sts("tagger"), { Tags: [{ Key: "tenant", Value: "acme" }] });
    await expect(invoke(acme)).rejects.toMatchObject(denied); // the function has no tag yet
    await engine.lambda().send(new TagResourceCommand({ Resource: functionArn, Tags: { tenant: "acme" } }));
    await expect(invoke(acme)).resolves.toMatchObject({ StatusCode: 200 });
    const globex = await assume(engine.sts("tagger"), { Tags: [{ Key: "tenant", Value: "globex" }] });
    await expect(invoke(globex)).rejects.toMatchObject(denied);
    await expect(invoke(await assume(engine.sts("tagger")))).rejects.toMatchObject(denied);
  });

  test("need the right to tag, with the keys that the caller's policy names", async () => {
    const Tags = [{ Key: "stage", Value: "x" }];
    await expect(assume(engine.sts("tagger"), { Tags })).rejects.toMatchObject({
      name: "AccessDenied",
      message: expect.stringContaining("is not authorized to perform: sts:TagSession"),
    });
  });

  test("that are transitive go on to the next role, where they cannot be changed; the others do not", async () => {
    const Tags = [{ Key: "tenant", Value: "acme" }];
    const RoleArn = roleArn("next");
    const handedOn = await assume(engine.sts("tagger"), { Tags, TransitiveTagKeys: ["tenant"] });
    await expect(invoke(await assume(clientOf(handedOn), { RoleArn }))).resolves.toMatchObject({ StatusCode: 200 });
    for (const Key of ["tenant", "Tenant"])
      await expect(assume(clientOf(handedOn), { RoleArn, Tags: [{ Key, Value: "globex" }] })).rejects.toMatchObject({
        message: expect.stringContaining("conflicts with a transitive tag key"),
      });
    const kept = await assume(engine.sts("tagger"), { Tags });
    await expect(invoke(await assume(clientOf(kept), { RoleArn }))).rejects.toMatchObject(denied);
  });
});

describe("AssumeRole", () => {
  test("lasts as long as was asked, and says who one has become", async () => {
    const command = new AssumeRoleCommand({
      RoleArn: roleArn("by-tag"),
      RoleSessionName: "who",
      DurationSeconds: 7200,
      Policy: JSON.stringify({ Statement: { Effect: "Allow", Action: "*", Resource: "*" } }),
    });
    const answer = await engine.sts("tagger").send(command);
    const seconds = ((answer.Credentials?.Expiration?.getTime() ?? 0) - Date.now()) / 1000;
    expect(Math.abs(seconds - 7200)).toBeLessThan(60);
    expect(answer.AssumedRoleUser?.Arn).toBe(`arn:aws:sts::${account}:assumed-role/by-tag/who`);
    expect(answer.PackedPolicySize).toBeGreaterThan(0);
    const { AccessKeyId = "", SecretAccessKey = "", SessionToken = "" } = answer.Credentials ?? {};
    const session = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
    expect(await clientOf(session).send(new GetCallerIdentityCommand({}))).toMatchObject({
      Account: account,
      Arn: `arn:aws:sts::${account}:assumed-role/by-tag/who`,
      UserId: answer.AssumedRoleUser?.AssumedRoleId,
    });
  });

  const tags = (count: number, size = 1) =>
    Array.from({ length: count }, (_, index) => ({ Key: `k${index}`, Value: "v".repeat(size) }));
  test.each<[string, Partial<AssumeRoleCommandInput>, string, string]>([
    ["a minute", { DurationSeconds: 60 }, "ValidationError", "greater than or equal to 900"],
    ["a day", { DurationSeconds: 86_400 }, "ValidationError", "less than or equal to 43200"],
    [
      "longer than the role allows",
      { DurationSeconds: 7201 },
      "ValidationError",
      "MaxSessionDuration set for this role",
    ],
    ["a session name with a space", { RoleSessionName: "a b" }, "ValidationError", "roleSessionName"],
    ["a policy that is no JSON", { Policy: "{" }, "MalformedPolicyDocument", "not in the valid JSON format"],
    [
      "a policy with variables",
      { Policy: JSON.stringify({ Statement: { Effect: "Allow", Action: "*", Resource: "$" + "{aws:userid}" } }) },
      "MalformedPolicyDocument",
      "",
    ],
    ["fifty-one tags", { Tags: tags(51) }, "ValidationError", "less than or equal to 50"],
    ["a tag twice", { Tags: [...tags(1), { Key: "K0", Value: "" }] }, "InvalidParameterValue", "Duplicate tag keys"],
    ["a transitive key that is no tag", { TransitiveTagKeys: ["x"] }, "InvalidParameterValue", "must be included"],
    ["tags of AWS's own", { Tags: [{ Key: "aws:x", Value: "" }] }, "ValidationError", "at 'tags'"],
    [
      "managed policies",
      { PolicyArns: [{ arn: "arn:aws:iam::aws:policy/ReadOnlyAccess" }] },
      "ValidationError",
      "does not support PolicyArns",
    ],
    [
      "a second factor",
      { SerialNumber: "arn:aws:iam::1:mfa/x", TokenCode: "123456" },
      "ValidationError",
      "does not support SerialNumber",
    ],
  ])("refuses %s", async (_, input, code, message) => {
    await expect(assume(engine.sts("tagger"), input)).rejects.toMatchObject({
      message: expect.stringContaining(message),
      name: expect.stringMatching(new RegExp(`^${code}(Exception)?$|^ValidationException$`)),
    });
  });

  test("by a session is for an hour at most", async () => {
    const session = await assume(engine.sts("tagger"));
    const RoleArn = roleArn("next");
    await expect(assume(clientOf(session), { RoleArn, DurationSeconds: 7200 })).rejects.toMatchObject({
      message: expect.stringContaining("1 hour session limit for roles assumed by role chaining"),
    });
  });
});

test("a session that expired is told so", async () => {
  const session = await assume(engine.sts("tagger"));
  await engine.restart(() => {
    const store = new Store(engine.dataDir, () => {});
    const text = store.all("session").find((json) => json.includes(session.accessKeyId)) ?? "{}";
    store.put("session", session.accessKeyId, { ...JSON.parse(text), expiresAt: Date.now() - 1000 });
    store.close();
  });
  await expect(invoke(session)).rejects.toMatchObject({
    name: "ExpiredTokenException",
    $metadata: { httpStatusCode: 403 },
  });
  await expect(clientOf(session).send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({
    name: "ExpiredToken",
  });
});

test("a function of which nothing changes has credentials that hold, a day later too", async () => {
  const own = "const { AWS_ACCESS_KEY_ID: a, AWS_SECRET_ACCESS_KEY: s, AWS_SESSION_TOKEN: t } = process.env;";
  const code = `${own} exports.handler = async () => ({ accessKeyId: a, secretAccessKey: s, sessionToken: t });`;
  await createFunction(engine, "lasts", { "index.js": code });
  const identity = async () => {
    const { Payload } = await engine.lambda().send(new InvokeCommand({ FunctionName: "lasts" }));
    const credentials = credentialsSchema.parse(JSON.parse(Payload?.transformToString() ?? ""));
    const { Arn } = await clientOf(credentials).send(new GetCallerIdentityCommand({}));
    return { accessKeyId: credentials.accessKeyId, Arn };
  };
  const first = await identity();
  expect(first.Arn).toBe("arn:aws:sts::000000000000:assumed-role/annex-execution/lasts");
  expect((await identity()).accessKeyId).toBe(first.accessKeyId);
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 86_400_000 });
  try {
    const later = await identity();
    expect(later.Arn).toBe(first.Arn);
    expect(later.accessKeyId).not.toBe(first.accessKeyId);
  } finally {
    vi.useRealTimers();
  }
});

import { createHash } from "node:crypto";
import { createServer } from "node:http";
import { buffer } from "node:stream/consumers";
import { startEngine, type TestEngine } from "@annex/testing";
import { PutFunctionConcurrencyCommand } from "@aws-sdk/client-lambda";
import { STSClient } from "@aws-sdk/client-sts";
import { ZipArchive } from "archiver";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type Author, createAuthor } from "../author/author.ts";
import { ensureFunction } from "../author/ensure-function.ts";
import { publishVersion } from "../author/publish-version.ts";
import { clientOptions } from "../client-options.ts";
import { assumeInvokeRole } from "./assume-invoke-role.ts";
import { createInvokers, type Invokers } from "./create-invokers.ts";
import { driversOf, inputOf, outcomeOf, startServer } from "./drivers.fixture.ts";
import type { InvokeCell } from "./invoke-cell.ts";
import type { InvokeInput, SessionCredentials } from "./invoke-driver.ts";
import { createLeanDriver } from "./lean-driver.ts";
import { retryUnsent } from "./retry-unsent.ts";
import { sessionPolicy } from "./session-policy.ts";

const acme = { id: "00000000-0000-7000-8000-00000000000a", key: "acmeacmeac" };
const globex = { id: "00000000-0000-7000-8000-00000000000b", key: "globexglob" };

let engine: TestEngine;
let author: Author;
let cell: InvokeCell;
let session: SessionCredentials;

async function deploy(name: string, body: string, timeoutMs = 3000): Promise<void> {
  const archive = new ZipArchive();
  archive.append(`export const handler = async (event, context) => { ${body} };`, { name: "index.mjs" });
  const [zip] = await Promise.all([buffer(archive), archive.finalize()]);
  const codeSha256 = createHash("sha256").update(zip).digest("base64");
  const shape = { name, runtime: "nodejs24.x", handler: "index.handler", memoryMb: 128, timeoutMs } as const;
  await ensureFunction(author, { ...shape, environment: {}, tags: {}, zip, codeSha256 });
  await publishVersion(author, { name, codeSha256, description: "1" });
}

beforeAll(async () => {
  engine = await startEngine();
  const { accountId, region, externalId } = engine.config;
  const role = (name: string) => `arn:aws:iam::${accountId}:role/${name}`;
  const target = { id: "cell", accountId, region, externalId, endpoint: engine.url };
  cell = { ...target, invokeRoleArn: role("annex-invoke") };
  const authorCell = { ...target, authorRoleArn: role("annex-author"), executionRoleArn: role("annex-execution") };
  author = createAuthor(authorCell, engine.keyOf("annex-worker"));
  await Promise.all([
    deploy(
      "annex-acmeacmeac-echo",
      "return { event, custom: context.clientContext.custom, v: context.functionVersion }",
    ),
    deploy("annex-acmeacmeac-throws", `const e = new TypeError("no such supplier"); throw e;`),
    deploy("annex-acmeacmeac-exits", "process.exit(3)"),
    deploy("annex-acmeacmeac-hangs", "await new Promise((done) => setTimeout(done, 60_000))", 1000),
    deploy("annex-acmeacmeac-large", `return "x".repeat(6_200_000)`),
    deploy("annex-acmeacmeac-throttled", "return 1"),
    deploy("annex-globexglob-own", "return 1"),
  ]);
  const none = { FunctionName: "annex-acmeacmeac-throttled", ReservedConcurrentExecutions: 0 };
  await author.lambda.send(new PutFunctionConcurrencyCommand(none));
  const sts = new STSClient({
    ...clientOptions(cell, { requestTimeoutMs: 5000 }),
    credentials: engine.keyOf("annex-data-plane"),
  });
  const policy = sessionPolicy(cell, acme);
  ({ credentials: session } = await assumeInvokeRole(sts, { cell, tenant: acme, policy }));
  sts.destroy();
}, 60_000);
afterAll(async () => {
  author.close();
  await engine.close();
});

describe("through the real engine, the lean driver's outcome is the AWS SDK's:", () => {
  const fn = (name: string) => ({ functionName: `annex-acmeacmeac-${name}` });
  const cases: Readonly<Record<string, readonly [Partial<InvokeInput>, object]>> = {
    "a result": [
      { ...fn("echo"), payload: `{"é":"𝄞"}`, custom: { correlationId: "order-4711", hops: 2 } },
      { functionError: undefined, payload: expect.stringContaining(`"hops":2`), hasRequestId: true },
    ],
    "a handler that throws": [
      fn("throws"),
      { functionError: "Unhandled", payload: expect.stringContaining("supplier") },
    ],
    "a handler that exits": [
      fn("exits"),
      { functionError: "Unhandled", payload: expect.stringContaining("ExitError") },
    ],
    "a handler that hangs": [fn("hangs"), { functionError: "Unhandled", payload: expect.stringContaining("Timedout") }],
    "an answer of 6 MB": [fn("large"), { payload: `"${"x".repeat(6_200_000)}"` }],
    "a function that is not there": [fn("nobody"), { code: "upstream_failed", awsError: "ResourceNotFoundException" }],
    "a version that is not there": [
      { ...fn("echo"), qualifier: "99" },
      { code: "upstream_failed", awsError: "ResourceNotFoundException" },
    ],
    "another tenant's function": [
      { functionName: "annex-globexglob-own" },
      { code: "upstream_failed", awsError: "AccessDeniedException" },
    ],
    "a function out of concurrency": [
      fn("throttled"),
      { code: "limit_exceeded", awsError: "TooManyRequestsException" },
    ],
    "a payload that is no JSON": [
      { ...fn("echo"), payload: "{x" },
      { code: "upstream_failed", awsError: "InvalidRequestContentException" },
    ],
    "a payload over 6 MB": [
      { ...fn("echo"), payload: `"${"x".repeat(6_291_456)}"` },
      { code: "upstream_failed", awsError: expect.stringMatching(/TooLargeException$/) },
    ],
    "a client context that is too long": [
      { ...fn("echo"), custom: { long: "x".repeat(3000) } },
      { code: "upstream_failed", awsError: "InvalidRequestContentException" },
    ],
  };

  /** Request IDs and a process's position in a stack differ from run to run. */
  const steady = (outcome: unknown) => JSON.stringify(outcome).replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "ID");

  test.each(Object.entries(cases))("%s", async (_, [input, expected]) => {
    const drivers = driversOf(cell);
    const lean = await outcomeOf(drivers.lean, inputOf(input), session);
    const sdk = await outcomeOf(drivers.sdk, inputOf(input), session);
    drivers.close();
    expect(lean).toMatchObject(expected);
    expect(steady(lean)).toBe(steady(sdk));
  });

  test.each([
    ["a token that is not its session's", { sessionToken: "forged" }],
    ["an access key that nobody has", { accessKeyId: "ASIANOBODY" }],
    ["a wrong secret", { secretAccessKey: "wrong" }],
  ])("%s", async (_, wrong) => {
    const drivers = driversOf(cell);
    const forged = { ...session, ...wrong };
    const lean = await outcomeOf(drivers.lean, inputOf(fn("echo")), forged);
    expect(lean).toMatchObject({ code: "upstream_failed" });
    expect(await outcomeOf(drivers.sdk, inputOf(fn("echo")), forged)).toEqual(lean);
    drivers.close();
  });
});

describe("a tenant's STS session", () => {
  const echo = () => inputOf({ functionName: "annex-acmeacmeac-echo" });
  const open = (now: () => number = Date.now): Invokers =>
    createInvokers({ credentials: engine.keyOf("annex-data-plane"), now });

  test("is asked for once, however many invocations begin together, and kept", async () => {
    const invokers = open();
    const call = async () => (await invokers.forTenant(cell, acme)).invoke(echo());
    await Promise.all(Array.from({ length: 12 }, call));
    await call();
    expect(invokers.stsCalls()).toBe(1);
    invokers.close();
  });

  test("is renewed before it ends, by one call, and nobody waits for it", async () => {
    let now = Date.now();
    const invokers = open(() => now);
    await invokers.forTenant(cell, acme);
    now += 54 * 60_000;
    await invokers.forTenant(cell, acme);
    expect(invokers.stsCalls()).toBe(1);
    now += 2 * 60_000;
    const before = Date.now();
    await Promise.all(Array.from({ length: 8 }, () => invokers.forTenant(cell, acme)));
    expect(invokers.stsCalls()).toBe(2);
    expect(Date.now() - before).toBeLessThan(1000);
    invokers.close();
  });

  test("that cannot be renewed serves until it ends; then its tenant is told, and a later call tries again", async () => {
    let now = Date.now();
    const wire = await startCellOnTheWire(() => now);
    const invokers = createInvokers({ credentials: engine.keyOf("annex-data-plane"), now: () => now });
    await invokers.forTenant(wire.cell, acme);
    wire.isStsDown = true;
    now += 58 * 60_000;
    await (await invokers.forTenant(wire.cell, acme)).invoke(echo());
    now += 3 * 60_000;
    await expect(invokers.forTenant(wire.cell, acme)).rejects.toMatchObject({ code: "unavailable" });
    wire.isStsDown = false;
    await (await invokers.forTenant(wire.cell, acme)).invoke(echo());
    invokers.close();
    await wire.close();
  });

  test("reaches its own tenant's functions and no other's", async () => {
    const invokers = open();
    const invoker = await invokers.forTenant(cell, globex);
    await invoker.invoke(inputOf({ functionName: "annex-globexglob-own" }));
    await expect(invoker.invoke(echo())).rejects.toMatchObject({
      code: "upstream_failed",
      detail: { awsError: "AccessDeniedException" },
    });
    invokers.close();
  });

  test("that the cell has forgotten is replaced, once, and the invocation runs", async () => {
    const wire = await startCellOnTheWire(Date.now);
    const invokers = createInvokers({ credentials: engine.keyOf("annex-data-plane") });
    const invoker = await invokers.forTenant(wire.cell, acme);
    wire.forgotten.add("ASIA1");
    await invoker.invoke(echo());
    expect(invokers.stsCalls()).toBe(2);
    for (let session = 2; session < 9; session += 1) wire.forgotten.add(`ASIA${session}`);
    const again = await invokers.forTenant(wire.cell, acme);
    await expect(again.invoke(echo())).rejects.toMatchObject({ detail: { awsError: "ExpiredTokenException" } });
    expect(invokers.stsCalls()).toBe(3);
    invokers.close();
    await wire.close();
  });
});

/** A cell whose STS and Lambda can be made to fail as AWS's do: its sessions are ASIA1, ASIA2 and so on. */
async function startCellOnTheWire(now: () => number) {
  const server = await startServer();
  const wire = {
    isStsDown: false,
    forgotten: new Set<string>(),
    cell: { ...cell, ...server.cell },
    close: server.close,
  };
  let sessions = 0;
  const unavailable =
    "<ErrorResponse><Error><Code>ServiceUnavailable</Code><Message>later</Message></Error></ErrorResponse>";
  const assumed = () => `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>
    <Credentials><AccessKeyId>ASIA${++sessions}</AccessKeyId><SecretAccessKey>s</SecretAccessKey>
    <SessionToken>t</SessionToken><Expiration>${new Date(now() + 3_600_000).toISOString()}</Expiration></Credentials>
    </AssumeRoleResult></AssumeRoleResponse>`;
  server.answer = ({ url = "", headers: { authorization = "" } }, response) => {
    if (!url.includes("/functions/") && wire.isStsDown) return void response.writeHead(503).end(unavailable);
    if (!url.includes("/functions/")) return void response.end(assumed());
    const known = [...wire.forgotten].every((accessKeyId) => !authorization.includes(`${accessKeyId}/`));
    response.writeHead(known ? 200 : 403, known ? {} : { "x-amzn-errortype": "ExpiredTokenException" }).end("{}");
  };
  return wire;
}

test("a cell that cannot be connected to is waited for, and the invocation runs when it is back", async () => {
  const first = await startServer();
  const port = Number(new URL(first.cell.endpoint ?? "").port);
  await first.close();
  const driver = createLeanDriver(first.cell);
  let tries = 0;
  const answer = retryUnsent(AbortSignal.timeout(5000), () => {
    tries += 1;
    return driver.invoke(session, inputOf());
  });
  await vi.waitFor(() => expect(tries).toBe(3));
  const second = createServer((_, response) => void response.end("{}")).listen(port, "127.0.0.1");
  expect((await answer).payload).toBe("{}");
  driver.close();
  second.closeAllConnections();
  await new Promise((done) => second.close(done));
});

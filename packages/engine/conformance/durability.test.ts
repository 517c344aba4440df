import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import {
  CreateFunctionCommand,
  GetFunctionConfigurationCommand,
  InvokeCommand,
  type LambdaClient,
  UpdateFunctionCodeCommand,
} from "@aws-sdk/client-lambda";
import { AssumeRoleCommand } from "@aws-sdk/client-sts";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { until, untilActive, zipOf } from "./fixture.ts";
import { type EngineProcess, startProcess, startRefused } from "./process-fixture.ts";

vi.setConfig({ testTimeout: 180_000, hookTimeout: 120_000 }); // each test starts processes, on a machine that may be busy

const FunctionName = "annex-durable";
let dataDir: string;
let engine: EngineProcess;

beforeEach(async () => {
  dataDir = mkdtempSync(path.join(tmpdir(), "annex-durable-"));
  engine = await startProcess(dataDir);
});
afterEach(async () => {
  await engine.end("SIGTERM");
  rmSync(dataDir, { recursive: true, force: true });
});

const code = (text: string) =>
  zipOf({
    "index.js": `exports.handler = async (event) => {
    if (event.waitMs) await new Promise((done) => setTimeout(done, event.waitMs));
    return "${text}";
  };`,
  });

async function create(text: string): Promise<void> {
  const settings = { Role: engine.role, Runtime: "nodejs24.x", Handler: "index.handler" } as const;
  const Code = { ZipFile: await code(text) };
  await engine.lambda().send(new CreateFunctionCommand({ FunctionName, ...settings, Code }));
  await untilActive(engine.lambda(), FunctionName);
}

async function answer(event: object = {}): Promise<string> {
  const Payload = Buffer.from(JSON.stringify(event));
  const result = await engine.lambda().send(new InvokeCommand({ FunctionName, Payload }));
  return Buffer.from(result.Payload ?? []).toString("utf8");
}

async function killAndRestart(): Promise<void> {
  await engine.end("SIGKILL");
  engine = await startProcess(dataDir);
}

describe("an engine that is killed", () => {
  test("at any moment of an update serves the old code or the new, and takes the next update", async () => {
    await create("0");
    for (let round = 1; round <= 5; round += 1) {
      const ZipFile = await code(String(round));
      const update = engine.lambda().send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile }));
      const settled = update.then(
        () => true,
        () => false,
      );
      if (round % 2 === 0) await settled;
      else await new Promise((done) => setTimeout(done, round * 3)); // the moment of the kill, not a wait for anything
      await killAndRestart();
      const wasTold = await settled;
      await untilActive(engine.lambda(), FunctionName);
      const served = await answer();
      expect(wasTold ? [`"${round}"`] : [`"${round - 1}"`, `"${round}"`]).toContain(served);
      await engine.lambda().send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile }));
      await untilActive(engine.lambda(), FunctionName);
      expect(await answer()).toBe(`"${round}"`);
    }
  });

  test("keeps its keys, and sessions that were assumed before", async () => {
    await create("mine");
    const assumed = await engine.sts("annex-data-plane").send(
      new AssumeRoleCommand({
        RoleArn: `arn:aws:iam::${engine.config.accountId}:role/annex-invoke`,
        RoleSessionName: "before",
        ExternalId: engine.config.externalId,
      }),
    );
    await killAndRestart();
    const { AccessKeyId = "", SecretAccessKey = "", SessionToken = "" } = assumed.Credentials ?? {};
    const client = engine.lambda({
      accessKeyId: AccessKeyId,
      secretAccessKey: SecretAccessKey,
      sessionToken: SessionToken,
    });
    await expect(client.send(new InvokeCommand({ FunctionName }))).resolves.toMatchObject({ StatusCode: 200 });
  });

  test("runs what it had accepted for later", async () => {
    await create("later");
    const Payload = Buffer.from('{"waitMs":1500}');
    await engine.lambda().send(new InvokeCommand({ FunctionName, Payload, InvocationType: "Event" }));
    await killAndRestart();
    const logs = engine.logs();
    const wanted = { logGroupName: `/aws/lambda/${FunctionName}`, filterPattern: "REPORT" };
    const ask = () => logs.send(new FilterLogEventsCommand(wanted)).catch(() => ({ events: [] }));
    await until(ask, ({ events }) => (events ?? []).length === 1);
  });

  test("again and again loses none of the events that it accepted", async () => {
    await create("counted");
    const accepted = new Set<string>();
    for (const killAfter of [40, 90, 150]) {
      const before = accepted.size;
      let isAlive = true;
      const sender = async (client: LambdaClient) => {
        while (isAlive) {
          const answer = await client
            .send(new InvokeCommand({ FunctionName, InvocationType: "Event" }))
            .catch(() => undefined);
          if (answer?.$metadata.requestId !== undefined) accepted.add(answer.$metadata.requestId);
          if (accepted.size - before >= killAfter) isAlive = false;
        }
      };
      const client = engine.lambda();
      const senders = Array.from({ length: 8 }, () => sender(client));
      await until(
        () => Promise.resolve(accepted.size - before),
        (size) => size >= killAfter,
      );
      await killAndRestart();
      await Promise.all(senders);
    }
    const seen = new Set<string>();
    const ask = async () => {
      let nextToken: string | undefined;
      do {
        const input = { logGroupName: `/aws/lambda/${FunctionName}`, filterPattern: "REPORT", nextToken };
        const asked = engine.logs().send(new FilterLogEventsCommand(input));
        const page = await asked.catch(() => ({ events: [], nextToken: undefined })); // no event was served yet
        for (const { message = "" } of page.events ?? []) seen.add(/RequestId: (\S+)/.exec(message)?.[1] ?? "");
        nextToken = page.nextToken;
      } while (nextToken !== undefined);
      return [...accepted].filter((requestId) => !seen.has(requestId));
    };
    expect(accepted.size).toBeGreaterThanOrEqual(280);
    await until(ask, (missing) => missing.length === 0);
  });
});

test("a second engine on the same folder refuses in one clear line, and the first goes on", async () => {
  await create("first");
  const { code: exitCode, said } = await startRefused(dataDir);
  expect([exitCode, said.trim()]).toEqual([
    1,
    `engine: Another engine uses ${dataDir}. End it, or give this one its own --data-dir.`,
  ]);
  expect(await answer()).toBe('"first"');
});

test("an engine that is asked to end answers what it has begun, and exits without an error", async () => {
  await create("drained");
  await answer();
  const running = answer({ waitMs: 400 });
  const begun = await until(
    () => engine.lambda().send(new GetFunctionConfigurationCommand({ FunctionName })),
    ({ State }) => State === "Active",
  );
  expect(begun.State).toBe("Active");
  const ended = engine.end("SIGTERM");
  expect(await running).toBe('"drained"');
  expect(await ended).toBe(0);
});

test("the keys of a new cell are for its owner's eyes only", () => {
  expect(statSync(path.join(dataDir, "cell.json")).mode & 0o777).toBe(0o600);
});

import { randomUUID } from "node:crypto";
import { createInvokers } from "@annex/aws";
import { invocationsChannel } from "@annex/contract";
import { createCredential } from "@annex/control-plane";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { createCells } from "../src/cells/cells.ts";
import { ingestLogs } from "../src/logs/ingest-logs.ts";
import { deploy, draftOf, ended, type Platform, startPlatform } from "./start-platform.ts";

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.close());

async function invokeOnce(functionName: string, correlationId: string) {
  const { fresh, engine, cell, tenant } = platform;
  const { id: functionId, lambdaName } = await fresh.db.operator.function.findFirstOrThrow({
    where: { name: functionName },
  });
  const invokers = createInvokers({ credentials: engine.keyOf("annex-data-plane") });
  const invoker = await invokers.forTenant(cell, tenant);
  const common = { qualifier: "live", payload: "{}", custom: { correlationId }, signal: AbortSignal.timeout(5000) };
  const { requestId = null } = await invoker.invoke({ functionName: lambdaName, ...common });
  invokers.close();
  const row = { tenantId: tenant.id, functionId, functionName, correlationId, requestId, caller: "client:x" };
  await fresh.db.operator.invocation.create({
    data: { ...row, id: randomUUID(), outcome: "success", startedAt: new Date(), totalMs: 1 },
  });
  await fresh.db.operator.$executeRaw`SELECT pg_notify(${invocationsChannel}, ${functionId})`;
  return { functionId, requestId };
}

test("what a function logs is found by correlation ID, once, with level and request ID, and so is what it printed", async () => {
  const { ctx, fresh } = platform;
  const source =
    "export const handler = async () => { console.warn('careful'); process.stdout.write('raw\\n'); return {}; };";
  const deployment = await ended(ctx, "talkative", await deploy(ctx, "talkative", draftOf(source)));
  expect(deployment.failure).toBeNull();
  await invokeOnce("talkative", "correlation-0001");
  const { functionId, requestId } = await invokeOnce("talkative", "correlation-0002");
  const found = await vi.waitFor(async () => {
    const rows = await fresh.db.operator.logLine.findMany({ where: { functionId, requestId }, orderBy: { id: "asc" } });
    expect(rows.map(({ message }) => message.split(/[ \t:]/)[0])).toEqual(["START", "careful", "raw", "END", "REPORT"]);
    expect(rows.every(({ correlationId }) => correlationId === "correlation-0002")).toBe(true);
    return rows;
  }, 5000);
  expect(found[1]).toMatchObject({ level: "warn", message: "careful" });
  expect(found[0]?.level).toBe("platform");
  expect(await fresh.db.operator.logLine.count({ where: { functionId, message: "careful" } })).toBe(2);
});

test("a secret that a function logs is not stored, and a structured line keeps its fields", async () => {
  const { ctx, fresh } = platform;
  await createCredential(ctx, { kind: "secret", name: "key", functionName: null, value: 'horse"battery' });
  const source = `export const handler = async () => {
    console.log(JSON.stringify({ level: "warn", message: "slow", key: 'horse"battery', ms: 5 }));
    console.log("plain horse\\"battery, token Bearer abcdef0123456789");
    return {};
  };`;
  const deployment = await ended(ctx, "careless", await deploy(ctx, "careless", draftOf(source)));
  expect(deployment.failure).toBeNull();
  const { functionId, requestId } = await invokeOnce("careless", "correlation-0003");
  await vi.waitFor(async () => {
    const rows = await fresh.db.operator.logLine.findMany({ where: { functionId, requestId }, orderBy: { id: "asc" } });
    expect(rows.slice(1, 3)).toMatchObject([
      { level: "warn", message: "slow", fields: { key: "[secret]", ms: 5 }, correlationId: "correlation-0003" },
      { level: "info", message: "plain [secret], token Bearer [secret]", fields: null },
    ]);
  }, 5000);
});

test("more lines within moments than are read at once are read one part after the other, each once", async () => {
  const { ctx, fresh, options } = platform;
  const source = `export const handler = async () => {
    for (let line = 0; line < 300; line += 1) {
      console.log("line");
      for (const now = Date.now(); Date.now() === now; );
    }
    return {};
  };`;
  const deployment = await ended(ctx, "floods", await deploy(ctx, "floods", draftOf(source)));
  expect(deployment.failure).toBeNull();
  await platform.stopWorker(); // it reads more at once
  const { functionId } = await invokeOnce("floods", "correlation-0004");
  const { credentials, sources, masterKey } = options;
  const cells = createCells({ db: fresh.db, credentials, sources });
  const lines = () => fresh.db.operator.logLine.count({ where: { functionId, message: "line" } });
  let parts = 0;
  while (!(await ingestLogs({ db: fresh.db, masterKey, cells }, functionId, { maxPages: 1, pageEvents: 50 }))) {
    parts += 1;
    expect(await lines()).toBeGreaterThan(40 * parts);
  }
  expect(await lines()).toBe(300);
  cells.close();
});

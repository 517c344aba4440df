import { randomBytes } from "node:crypto";
import {
  createFunction,
  endPause,
  getTestRun,
  getTestSuite,
  pause,
  resumeTenant,
  saveTestEvent,
  startTestRun,
  startTestSuite,
  suspendTenant,
  uploadZip,
} from "@annex/control-plane";
import { makeZip } from "@annex/control-plane/zip";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type Erp, startErp } from "../src/demo-erp/start-erp.ts";
import { startWorker } from "../src/start-worker.ts";
import { draftOf, type Platform, startPlatform, tryDraft } from "./start-platform.ts";

let erp: Erp;
let platform: Platform;

beforeAll(async () => {
  erp = await startErp({ host: "127.0.0.1", port: 0 });
  platform = await startPlatform({ aliases: { "erp.demo.internal:7001": `127.0.0.1:${erp.port}` } });
});
afterAll(async () => {
  await platform.close();
  await erp.close();
});

const body = (code: string) => draftOf(`export const handler = async (event: { total: number }) => { ${code} };`);

test("a test maps, runs and maps back, and tells output, logs, duration and memory", async () => {
  const result = await tryDraft(
    platform.ctx,
    body("console.log('hi', event.total); return { note: 'got ' + event.total };"),
  );
  expect(result).toMatchObject({
    status: "success",
    event: { total: 12 },
    output: { note: "got 12" },
    fields: { "invoice.note": "got 12" },
    logs: [{ level: "info", message: "hi 12" }],
    diagnostics: [],
    memoryMb: 128,
  });
  expect(result.durationMs).toBeGreaterThan(0);
  expect(result.maxMemoryMb).toBeGreaterThan(0);
  expect(result.codeBytes).toBeGreaterThan(0);
});

test("a zip that one request does not carry is tested, also after code that spoiled what was kept of it", async () => {
  const { ctx } = platform;
  const code = `import { readdirSync, statSync, writeFileSync } from "node:fs";
    export const handler = async () => {
      const kept = readdirSync("/tmp").filter((name) => name.startsWith("code-"));
      for (const name of kept) writeFileSync("/tmp/" + name + "/1", "spoiled");
      return { kept: kept.length, size: statSync(process.env.LAMBDA_TASK_ROOT + "/data.bin").size };
    };`;
  const data = randomBytes(9 << 20);
  const files = [
    { path: "index.mjs", bytes: Buffer.from(code) },
    { path: "data.bin", bytes: data },
  ];
  const functionName = "large";
  await createFunction(ctx, { name: functionName, extensionPointKey: null, template: "blank" });
  const { content } = await uploadZip(ctx, { functionName, fileName: "code.zip", bytes: await makeZip(files) });
  const draft = { ...content, language: "javascript", handler: "index.handler" } as const;
  const output = { kept: 1, size: data.length };
  for (const _ of [1, 2]) expect(await tryDraft(ctx, draft, {})).toMatchObject({ status: "success", output });
});

test("code above what the plan allows is not run, and the test says so", async () => {
  const { tenant } = platform.fresh.db.operator;
  const where = { id: platform.tenant.id };
  await tenant.update({ where, data: { quotas: { codeBytes: 1024 } } });
  const result = await tryDraft(platform.ctx, body(`return { note: "${"x".repeat(2000)}" };`));
  await tenant.update({ where, data: { quotas: {} } });
  const message = expect.stringMatching(/^The code has .+, and 1 kB are allowed \(plan .+\)\.$/);
  expect(result).toMatchObject({ status: "refused", error: { message } });
});

test("a test whose function answers, logs or fails with what cannot be stored ends all the same", async () => {
  const answered = await tryDraft(
    platform.ctx,
    body("console.log('no\\u0000end'); return { note: 'half \\ud83d, no\\u0000end' };"),
  );
  expect(answered).toMatchObject({
    status: "success",
    logs: [{ message: "noend" }],
    output: { note: "half \ufffd, noend" },
  });
  const failed = await tryDraft(platform.ctx, body("throw new Error('no\\u0000end');"));
  expect(failed).toMatchObject({ status: "function_error", error: { message: "noend" } });
});

test("a test under way is nobody's to begin again: not of a worker that starts meanwhile", async () => {
  const { ctx, fresh, options } = platform;
  const functionName = "slow";
  await createFunction(ctx, { name: functionName, extensionPointKey: null, template: "blank" });
  const slow = draftOf("export const handler = () => new Promise((done) => setTimeout(done, 1500, { note: 'ran' }));");
  const { id: testRunId } = await startTestRun(ctx, { functionName, content: slow, record: {} });
  const running = async () => expect((await getTestRun(ctx, { functionName, testRunId })).state).toBe("running");
  await vi.waitFor(running, { timeout: 10_000, interval: 20 });
  const jobs = () => fresh.db.operator.$queryRaw`SELECT id FROM pgboss.job WHERE singleton_key = ${testRunId}`;
  const before = await jobs();
  const other = await startWorker(options);
  expect(await jobs()).toEqual(before);
  expect((await getTestRun(ctx, { functionName, testRunId, waitMs: 15_000 })).result).toMatchObject({
    status: "success",
  });
  await other.close();
});

describe("a test names", () => {
  test.each([
    [
      "an error that the handler throws",
      "throw new TypeError('no');",
      { status: "function_error", error: { type: "TypeError", message: "no" } },
    ],
    ["a timeout", "for (;;);", { status: "timeout", error: { message: "Task timed out after 1.00 seconds" } }],
    ["an exit", "process.exit(1);", { status: "function_error", error: { type: "Runtime.ExitError" } }],
    [
      "too much memory",
      "const a = []; for (;;) a.push(Buffer.alloc(1e7, 1));",
      { status: "out_of_memory", error: { type: "Runtime.OutOfMemory" } },
    ],
    [
      "code that does not parse",
      "return {;",
      { status: "build_failed", diagnostics: [{ source: "build", file: "src/index.ts", line: 1 }] },
    ],
    [
      "a result of another type than its field",
      "return { note: 5 };",
      { status: "success", diagnostics: [{ source: "mapping", at: "outputs.0" }] },
    ],
  ])("%s", async (_, code, expected) => {
    expect(await tryDraft(platform.ctx, { ...body(code), timeoutMs: 1000 })).toMatchObject(expected);
  });

  test("an expression that would keep the worker busy, instead of letting it", async () => {
    const source = { kind: "expression", expression: "string(result.all(a, result.all(b, a >= 0)))" } as const;
    const result = await tryDraft(platform.ctx, {
      ...body("return Array.from({ length: 12_000 }, (_, at) => at);"),
      mapping: { parameters: [], outputs: [{ field: "invoice.note", source }] },
    });
    expect(result).toMatchObject({
      status: "success",
      fields: {},
      diagnostics: [
        { source: "mapping", at: "outputs.0", message: expect.stringContaining("too much time or memory") },
      ],
    });
  });

  test("a field that is not there", async () => {
    const mapping = {
      parameters: [{ name: "x", source: { kind: "field", path: "invoice.nothing" } }],
      outputs: [],
    } as const;
    const result = await tryDraft(platform.ctx, {
      ...body("return {};"),
      mapping: { ...mapping, parameters: [...mapping.parameters], outputs: [] },
    });
    expect(result).toMatchObject({
      status: "mapping_failed",
      diagnostics: [{ source: "mapping", at: "parameters.0" }],
    });
  });
});

describe("the network", () => {
  const dial = body(
    "const net = await import('node:net'); return new Promise((done, fail) => { const s = net.connect(7001, 'erp.demo.internal', () => { s.destroy(); done({ note: 'connected' }); }); s.on('error', fail); });",
  );

  test("is open to a host of the allow-list", async () => {
    const result = await tryDraft(platform.ctx, { ...dial, egress: [{ host: "erp.demo.internal", port: 7001 }] });
    expect(result).toMatchObject({ status: "success", output: { note: "connected" } });
  });

  test("is closed to any other host, and the error says why", async () => {
    const result = await tryDraft(platform.ctx, dial);
    expect(result.status).toBe("function_error");
    expect(result.error?.message).toContain("egress allow-list has no entry for erp.demo.internal");
  });

  test("is closed to fetch as well, whose own message says nothing", async () => {
    const result = await tryDraft(platform.ctx, body("await fetch('https://rates.example.com/today'); return {};"));
    expect(result.error?.message).toMatch(/^fetch failed: .*egress allow-list has no entry for rates\.example\.com/);
  });
});

test("Python runs as well", async () => {
  const files = [{ path: "main.py", content: "def handler(event, context):\n  return {'note': str(event['total'])}" }];
  const content = draftOf("", {
    source: { kind: "files", files },
    language: "python",
    runtime: "python3.11",
    handler: "main.handler",
  });
  expect(await tryDraft(platform.ctx, content)).toMatchObject({ status: "success", fields: { "invoice.note": "12" } });
});

test("code of one test is not there in the next one", async () => {
  const leave = body("const fs = await import('node:fs'); fs.writeFileSync('/tmp/left', 'x'); return {};");
  const look = body("const fs = await import('node:fs'); return { note: String(fs.existsSync('/tmp/left')) };");
  expect((await tryDraft(platform.ctx, leave)).status).toBe("success");
  expect((await tryDraft(platform.ctx, look)).output).toEqual({ note: "false" });
});

describe("tests that wait for their turn are not begun once", () => {
  const functionName = "stopped";
  const content = body("return { note: 'ran' };");
  const reason = "It floods the supplier's API.";
  const operator = () => ({ ...platform.ctx, db: platform.fresh.db });

  beforeAll(async () => {
    await createFunction(platform.ctx, { name: functionName, extensionPointKey: null, template: "blank" });
    await saveTestEvent(platform.ctx, { functionName, name: "works", record: { "invoice.total": 1 } });
  });

  test.each([
    [
      "their function is paused",
      async () => {
        const { id: tenantId } = platform.tenant;
        const { id: pauseId } = await pause(operator(), { kind: "function", functionName, tenantId, reason });
        return () => endPause(operator(), { pauseId });
      },
      `The function stopped is paused by the operator of the platform: ${reason}`,
    ],
    [
      "their tenant is suspended",
      async () => {
        const { id: tenantId } = platform.tenant;
        await suspendTenant(operator(), { tenantId, reason });
        return () => resumeTenant(operator(), { tenantId });
      },
      "The tenant is suspended. Ask the operator of the platform.",
    ],
    [
      "the money of the tenant's day is used up",
      async () => {
        const { tenant, tenantUsage } = platform.fresh.db.operator;
        const where = { id: platform.tenant.id };
        await tenant.update({ where, data: { quotas: { spendCentsPerDay: 0 } } });
        await tenantUsage.deleteMany();
        return () => tenant.update({ where, data: { quotas: {} } });
      },
      "The tenant's 0 USD of today are used up. It goes on at 00:00 UTC.",
    ],
  ])("%s, and each says why", async (_, stop, message) => {
    const { ctx } = platform;
    await platform.stopWorker();
    const { id: testRunId } = await startTestRun(ctx, { functionName, content, record: { "invoice.total": 1 } });
    const { id: suiteId } = await startTestSuite(ctx, { functionName, content });
    const goOn = await stop();
    await platform.restartWorker();
    const refused = { status: "refused", error: { message }, logs: [] };
    expect((await getTestRun(ctx, { functionName, testRunId, waitMs: 15_000 })).result).toMatchObject(refused);
    const suite = await getTestSuite(ctx, { functionName, suiteId, waitMs: 15_000 });
    expect(suite).toMatchObject({ state: "done", failed: 1, runs: [{ result: refused }] });
    await goOn();
    expect(await tryDraft(ctx, content)).toMatchObject({ status: "success", output: { note: "ran" } });
  });
});

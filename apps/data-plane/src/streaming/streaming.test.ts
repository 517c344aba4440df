import { readFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import net from "node:net";
import path from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { type AnnexClient, createClient, type TellingEvent } from "@annex/contract/client";
import { credentialContext, seal } from "@annex/envelope";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { bind, type Platform, problemOf, startPlatform } from "../../test/start-platform.ts";
import { startTokenServer, type TokenServer } from "../../test/start-token-server.ts";

let platform: Platform;
let client: AnnexClient;
let tokens: TokenServer;

const stream = (body: string) => `
const wait = (ms) => new Promise((done) => setTimeout(done, ms));
export const handler = awslambda.streamifyResponse(async (event, out, context) => { ${body} });`;

beforeAll(async () => {
  platform = await startPlatform();
  tokens = await startTokenServer(platform);
  client = createClient(tokens.options);
});
afterAll(async () => {
  await tokens.close();
  await platform.close();
});

async function all(events: AsyncIterable<TellingEvent>): Promise<TellingEvent[]> {
  const told: TellingEvent[] = [];
  for await (const event of events) told.push(event);
  return told;
}

const textOf = (events: readonly TellingEvent[]) =>
  events.map((event) => (event.type === "chunk" && "text" in event ? event.text : "")).join("");

/** Bytes that this process holds on to. */
function heldBytes(): number {
  setFlagsFromString("--expose-gc");
  runInNewContext("gc")();
  const { arrayBuffers, heapUsed } = process.memoryUsage();
  return arrayBuffers + heapUsed;
}

const rowOf = (id: string) =>
  vi.waitFor(() => platform.fresh.db.operator.invocation.findUniqueOrThrow({ where: { id } }), 10_000);

describe("a streamed call", () => {
  test("tells what the function writes while it still runs, and the outcome at its end", async () => {
    const code = stream(`out.write("first "); await wait(400); out.write(String(Date.now())); out.end();`);
    await platform.acme.deploy({ name: "talks", code });
    const told: TellingEvent[] = [];
    let firstAt = Number.NaN;
    for await (const event of client.streamFunction("talks", {}, { correlationId: "order-4711" })) {
      if (event.type === "chunk") firstAt ||= Date.now();
      told.push(event);
    }
    const [, endedAt] = /^first (\d+)$/.exec(textOf(told)) ?? [];
    expect(firstAt).toBeLessThan(Number(endedAt));
    const [started] = told;
    expect(started).toMatchObject({ type: "started", function: "talks", release: 1, correlationId: "order-4711" });
    expect(told.at(-1)).toMatchObject({ type: "completed", status: "success", fields: {} });
    const id = started?.type === "started" ? started.invocationId : "";
    const row = await rowOf(id);
    expect(row).toMatchObject({ outcome: "success", correlationId: "order-4711", caller: "client:acme-backend" });
    expect(row.requestId).not.toBeNull();
    expect(row.functionMs).toBeGreaterThan(300);
  });

  test("sets the fields that the whole of it maps to, also of a handler that does not stream", async () => {
    const mapping = {
      parameters: [{ name: "total", source: { kind: "field" as const, path: "invoice.total" } }],
      outputs: [{ field: "invoice.riskScore", source: { kind: "result" as const, path: "score" } }],
    };
    const point = { extensionPointKey: "invoice.submitted", mapping };
    const code = stream(`out.write('{"score":'); out.write(event.total * 2 + "}"); out.end();`);
    const { functionId } = await platform.acme.deploy({ name: "streams-score", code, ...point });
    const plain = "export const handler = async ({ total }) => ({ score: total * 3 });";
    const other = await platform.acme.deploy({ name: "plain-score", code: plain, ...point });
    const fields = { "invoice.number": "R-1", "invoice.total": 21 };
    const streamed = await all(client.streamFunction("streams-score", fields));
    expect([textOf(streamed), streamed.at(-1)]).toMatchObject([
      '{"score":42}',
      { fields: { "invoice.riskScore": 42 } },
    ]);
    for (const [position, id] of [functionId, other.functionId].entries())
      await bind(platform, platform.acme, "invoice.submitted", id, position);
    const together = await vi.waitFor(async () => {
      const told = await all(client.streamExtensionPoint("invoice.submitted", fields));
      expect(told.filter(({ type }) => type === "started")).toHaveLength(2);
      return told;
    });
    expect(together.at(-1)).toMatchObject({ type: "completed", fields: { "invoice.riskScore": 63 } });
    const buffered = await platform.acme.run("/v1/functions/streams-score/invocations", fields);
    expect(buffered.fields).toEqual({ "invoice.riskScore": 42 });
  });

  test.each([
    [
      "throws half-way",
      `out.write("half"); await wait(20); throw new RangeError("no more");`,
      "function_error",
      "half",
    ],
    ["throws before it wrote", `throw new RangeError("no more");`, "function_error", ""],
    ["runs out of time", `out.write("half"); await wait(30000);`, "timeout", "half"],
  ])("of a function that %s is completed with that outcome, in the ledger too", async (name, body, status, text) => {
    const named = name.replaceAll(" ", "-");
    await platform.acme.deploy({ name: named, code: stream(body), timeoutMs: 1000 });
    const told = await all(client.streamFunction(named, {}));
    expect(textOf(told)).toBe(text);
    const last = told.at(-1);
    if (last?.type !== "completed") throw new Error("not completed");
    expect(last.functions).toMatchObject([{ status, error: { message: expect.stringMatching(/no more|timed out/) } }]);
    expect(await rowOf(last.invocationId ?? "")).toMatchObject({ outcome: status });
  });

  test("of a Python function whose result is no JSON is completed with its failure", async () => {
    const code = "def handler(event, context):\n  return {'score': float('inf')}";
    const mapping = {
      parameters: [],
      outputs: [{ field: "invoice.riskScore", source: { kind: "result" as const, path: "score" } }],
    };
    const extensionPointKey = "invoice.submitted";
    await platform.acme.deploy({ name: "infinite", code, language: "python", extensionPointKey, mapping });
    const told = await all(client.streamFunction("infinite", { "invoice.number": "R-1" }));
    const failed = { status: "function_error", error: { type: "Runtime.MarshalError" } };
    expect(told.at(-1)).toMatchObject({ type: "completed", fields: {}, functions: [failed] });
  });

  test("tells bytes that are no text", async () => {
    await platform.acme.deploy({ name: "bytes", code: stream(`out.write(Buffer.from([0, 255, 254])); out.end();`) });
    expect(await all(client.streamFunction("bytes", {}))).toContainEqual({ type: "chunk", base64: "AP/+" });
  });

  test("never tells a secret that the function was handed, wherever it is cut", async () => {
    const { tenant } = platform.acme;
    const id = crypto.randomUUID();
    const sealed = seal(platform.masterKey, "hunter2-hunter2", credentialContext(tenant.id, id));
    const data = { id, tenantId: tenant.id, name: "erp", kind: "secret" as const, createdBy: "test", ...sealed };
    await platform.fresh.db.operator.credential.create({ data });
    const mapping = {
      parameters: [{ name: "key", source: { kind: "credential" as const, credential: "erp" } }],
      outputs: [],
    };
    const body = `for (const part of ["<", event.key.slice(0, 5), event.key.slice(5), ">"]) { out.write(part); await wait(5); } out.end();`;
    await platform.acme.deploy({ name: "leaks", code: stream(body), mapping });
    expect(textOf(await all(client.streamFunction("leaks", {})))).toBe("<[secret]>");
  });

  test("of a slow reader slows the function instead of filling memory, and loses nothing", async () => {
    const bytes = 96 << 20;
    const body = `
      for (let sent = 0; sent < ${bytes}; sent += 65536)
        if (!out.write(Buffer.alloc(65536, "x"))) await new Promise((done) => out.once("drain", done));
      out.end();`;
    await platform.acme.deploy({ name: "floods", code: stream(body), timeoutMs: 60_000 });
    const socket = net.connect(Number(new URL(tokens.options.url).port), "127.0.0.1");
    socket.write(
      `POST /v1/functions/floods/invocations HTTP/1.1\r\nhost: a\r\naccept: text/event-stream\r\nconnection: close\r\n` +
        `authorization: Bearer ${await platform.acme.token()}\r\ncontent-type: application/json\r\ncontent-length: 13\r\n\r\n{"fields":{}}`,
    );
    await new Promise((done) => socket.once("readable", done)); // it has begun, and nobody reads
    const before = heldBytes();
    await new Promise((done) => setTimeout(done, 700)); // time enough to fill memory, were it taken
    await vi.waitFor(() => expect(heldBytes() - before).toBeLessThan(16 << 20), { timeout: 10_000, interval: 200 });
    let told = 0;
    let tail = "";
    for await (const chunk of socket) {
      told += chunk.length;
      tail = `${tail}${chunk}`.slice(-2000);
    }
    expect(told).toBeGreaterThan(bytes);
    expect(tail).toContain('"status":"success"');
  });

  test("of a caller who goes away runs to its end, which the ledger tells", async () => {
    const code = stream(
      `out.write("first"); await wait(300); out.write("last"); out.end(); console.log("to the end");`,
    );
    await platform.acme.deploy({ name: "left-alone", code });
    let id = "";
    for await (const event of client.streamFunction("left-alone", {})) {
      if (event.type === "started") id = event.invocationId;
      if (event.type === "chunk") break;
    }
    expect(await rowOf(id)).toMatchObject({ outcome: "success", errorType: null });
    await vi.waitFor(() => expect(platform.dataPlane.services.limits.load).toMatchObject({ active: 0 }));
  });
});

describe("what cannot be streamed is a refusal like any other:", () => {
  const call = (name: string, headers: Record<string, string>, caller = platform.acme) =>
    caller.call("POST", `/v1/functions/${name}/invocations`, {
      body: { fields: {} },
      headers: { accept: "text/event-stream", ...headers },
    });

  test("another tenant's function, a function that is not there, an idempotency key, a token without the scope", async () => {
    expect(problemOf(await call("talks", {}, platform.globex)).code).toBe("not_found");
    expect(problemOf(await call("nobodys", {})).code).toBe("not_found");
    expect(problemOf(await call("talks", { "idempotency-key": "k" })).code).toBe("invalid_request");
    const token = await platform.acme.token({ scope: "records:read" });
    const answer = await platform.acme.call("POST", "/v1/functions/talks/invocations", {
      ...{ token, body: { fields: {} }, headers: { accept: "text/event-stream" } },
    });
    expect(problemOf(answer).code).toBe("forbidden");
  });

  test("and a caller who takes anything, or refuses events, gets the whole answer at once", async () => {
    for (const accept of ["*/*", "application/json", "text/event-stream;q=0, */*"])
      expect((await call("talks", { accept })).body).toMatchObject({ status: "success" });
  });
});

test("the function SDK's helper streams what a generator yields", async () => {
  const sdk = path.join(import.meta.dirname, "../../../../packages/function-sdk/src");
  const file = (name: string) =>
    stripTypeScriptTypes(readFileSync(path.join(sdk, `${name}.ts`), "utf8"), { mode: "transform" }).replaceAll(
      '.ts"',
      '.mjs"',
    );
  const files = { "streaming.mjs": file("streaming"), "platform-error.mjs": file("platform-error") };
  const code = `import { streaming } from "./streaming.mjs";
    export const handler = streaming(async function* (event, context) {
      yield "Hello "; yield new TextEncoder().encode("Wörld "); yield String(context.awsRequestId.length);
    });`;
  await platform.acme.deploy({ name: "yields", code, files });
  const told = await all(client.streamFunction("yields", {}));
  expect(textOf(told)).toBe("Hello Wörld 36");
});

test("where the cell breaks off half-way, the caller is told so and the ledger says whose fault it was", async () => {
  const code = stream(`out.write("first"); await wait(5000);`);
  await platform.acme.deploy({ name: "cut-off", code, timeoutMs: 10_000 });
  const between = net.createServer((caller) => {
    const cell = net.connect(Number(new URL(platform.engine.url).port), "127.0.0.1");
    for (const [from, to] of [[caller, cell] as const, [cell, caller] as const]) {
      from.pipe(to);
      from.on("error", () => to.destroy());
      from.on("close", () => to.destroy());
    }
    cut.push(() => caller.destroy());
  });
  const cut: (() => void)[] = [];
  await new Promise<void>((done) => between.listen(0, "127.0.0.1", done));
  const endpoint = `http://127.0.0.1:${Object(between.address()).port}`;
  await platform.fresh.db.operator.cell.update({ where: { id: platform.cell.id }, data: { endpoint } });
  const touch = { where: { id: platform.acme.tenant.id }, data: { name: "Acme, moved" } };
  await platform.fresh.db.operator.tenant.update(touch); // a cell's new address is no tenant's change
  await vi.waitFor(async () => {
    await platform.acme.run("/v1/functions/talks/invocations");
    expect(cut.length).toBeGreaterThan(0);
  }, 10_000);
  let id = "";
  const reading = (async () => {
    for await (const event of client.streamFunction("cut-off", {})) {
      if (event.type === "started") id = event.invocationId;
      if (event.type === "chunk") for (const end of cut) end();
    }
  })();
  await expect(reading).rejects.toMatchObject({ code: "unavailable", message: expect.stringContaining("cell") });
  expect(await rowOf(id)).toMatchObject({ outcome: "platform_error" });
  between.close();
});

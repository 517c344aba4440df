import { type DatabaseProxy, startDatabaseProxy } from "@annex/testing";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { bind, type Platform, problemOf, startPlatform } from "../test/start-platform.ts";

let platform: Platform;
let proxy: DatabaseProxy;
const lifeMs = 1500;
const fields = { "invoice.number": "R-1", "invoice.total": 100 };
const byName = "/v1/functions/scores/invocations";
const byPoint = "/v1/extension-points/invoice.submitted/invocations";
const asked = { body: { fields } };

beforeAll(async () => {
  platform = await startPlatform(async ({ appUrl }) => {
    proxy = await startDatabaseProxy(appUrl);
    return { databaseUrl: proxy.url, cacheLifeMs: lifeMs };
  });
  const mapping = {
    parameters: [{ name: "total", source: { kind: "field" as const, path: "invoice.total" } }],
    outputs: [{ field: "invoice.riskScore", source: { kind: "result" as const, path: "score" } }],
  };
  const code = "export const handler = async ({ total }) => ({ score: total / 10 });";
  const extensionPointKey = "invoice.submitted";
  const { functionId } = await platform.acme.deploy({ name: "scores", code, mapping, extensionPointKey });
  await bind(platform, platform.acme, extensionPointKey, functionId);
});
afterAll(async () => {
  await platform.close();
  await proxy.close();
});

/** What goes on beside the path: the ledger's batches, the heartbeat of the listening connection, the job queue. */
const beside = [
  /^(BEGIN|COMMIT)$/i,
  /set_config\('annex\.tenant_id'/,
  /^\s*WITH written AS \(\s*INSERT INTO invocations /,
  /^SELECT pg_notify\(/,
  /pgboss\./,
  /^\s*INSERT INTO data_plane_nodes /, // what is under way, told by the clock
];

describe("a warm invocation", () => {
  test("asks neither the database nor STS for anything", async () => {
    const token = await platform.acme.token();
    for (const url of [byName, byPoint]) await platform.acme.call("POST", url, { ...asked, token });
    const { directory, invokers, ledger } = platform.dataPlane.services;
    await ledger.settle();
    const before = { loads: directory.loads(), stsCalls: invokers.stsCalls() };
    proxy.forget();
    for (let round = 0; round < 100; round += 1) {
      for (const url of [byName, byPoint]) {
        const answer = await platform.acme.call("POST", url, { ...asked, token });
        expect(answer.body).toMatchObject({ status: "success", fields: { "invoice.riskScore": 10 } });
      }
    }
    expect({ loads: directory.loads(), stsCalls: invokers.stsCalls() }).toEqual(before);
    await ledger.settle();
    expect(proxy.statements.some((text) => text.includes("INSERT INTO invocations "))).toBe(true);
    expect(proxy.statements.filter((text) => !beside.some((known) => known.test(text)))).toEqual([]);
  });
});

describe("while the database is away", () => {
  test("warm invocations go on for the cache's life, nothing else is let through, and all is well seconds later", async () => {
    const { operator } = platform.fresh.db;
    const token = await platform.acme.token();
    const call = () => platform.acme.call("POST", byName, { ...asked, token });
    expect((await call()).status).toBe(200);
    proxy.cut();
    const cutAt = Date.now();
    const ids: string[] = [];
    for (let round = 0; round < 20; round += 1) {
      const answer = await call();
      expect(answer.body).toMatchObject({ status: "success" });
      ids.push(Object(answer.body).invocationId);
    }
    expect(Date.now() - cutAt).toBeLessThan(lifeMs);
    const unknown = await platform.acme.call("POST", "/v1/functions/never-asked-for/invocations", { ...asked, token });
    expect(problemOf(unknown)).toMatchObject({ status: 503, code: "unavailable" });
    const stranger = await platform.globex.call("POST", byName, asked);
    expect(problemOf(stranger)).toMatchObject({ status: 503, code: "unavailable" });
    expect(stranger.headers["retry-after"]).toBe("2");
    const id = ids[0] ?? "";
    const needing: ["GET" | "POST", string, object][] = [
      ["GET", "/v1/records/invoice", {}],
      ["POST", "/v1/records/invoice", { body: { data: { "invoice.number": "R-2" } } }],
      ["GET", `/v1/invocations/${id}`, {}],
      ["GET", `/v1/invocations/${id}/logs`, {}],
      ["POST", `/v1/invocations/${id}/replay`, { body: { target: { kind: "live" } } }],
      ["POST", `${byName}?mode=async`, asked],
      ["POST", byName, { ...asked, headers: { "idempotency-key": "while-it-is-away" } }],
    ];
    for (const [method, url, given] of needing) {
      const refused = await platform.acme.call(method, url, { ...given, token });
      expect([url, problemOf(refused), refused.headers["retry-after"]]).toMatchObject([
        url,
        { status: 503, code: "unavailable" },
        "2",
      ]);
    }

    await vi.waitFor(async () => expect(problemOf(await call())).toMatchObject({ code: "unavailable" }), 5000);
    await operator.tenant.update({ where: { id: platform.acme.tenant.id }, data: { status: "suspended" } });
    expect((await call()).status).toBe(503);

    proxy.restore();
    const restoredAt = Date.now();
    await vi.waitFor(async () => expect((await call()).status).toBe(403), { timeout: 5000, interval: 50 });
    await operator.tenant.update({ where: { id: platform.acme.tenant.id }, data: { status: "active" } });
    await vi.waitFor(async () => expect((await call()).status).toBe(200), { timeout: 5000, interval: 50 });
    expect(Date.now() - restoredAt).toBeLessThan(5000);
    await vi.waitFor(
      async () => expect(await operator.invocation.count({ where: { id: { in: ids } } })).toBe(ids.length),
      { timeout: 10_000, interval: 100 },
    );
  });
});

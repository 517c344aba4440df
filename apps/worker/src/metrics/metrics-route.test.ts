import { randomUUID } from "node:crypto";
import { createDb } from "@annex/db";
import { createApp } from "@annex/service";
import { foldInvocations, writeEntries } from "@annex/telemetry";
import { type FreshDatabase, freshDatabase, seedTenant, startDatabaseProxy } from "@annex/testing";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { metricsRoute } from "./metrics-route.ts";

let fresh: FreshDatabase;
beforeAll(async () => {
  fresh = await freshDatabase();
});
afterAll(() => fresh.dispose());

function appWith(token: string | undefined) {
  const app = createApp({ name: "worker", logLevel: "silent", bodyLimit: 1024 });
  metricsRoute(app, { db: fresh.db, token });
  return app;
}
const scrape = (token: string | undefined, shown: string) =>
  appWith(token).inject({ url: "/metrics", headers: { authorization: shown } });

test("a scraper with the token gets what the rollups say, as text that Prometheus reads", async () => {
  const { id: tenantId } = await seedTenant(fresh.db, "acme");
  const functionId = randomUUID();
  const entries = [true, true, false].map((isFine) => ({
    ...{ id: randomUUID(), tenantId, functionId, functionName: "score", correlationId: "c-12345678", requestId: "r-1" },
    ...{ releaseNumber: 1, extensionPointKey: null, caller: "client:acme", hops: 0, region: "eu-central-1" },
    ...{ outcome: isFine ? ("success" as const) : ("timeout" as const), errorStack: [], startedAt: new Date() },
    ...{ errorType: isFine ? null : "Sandbox.Timedout", errorMessage: isFine ? null : "slow", totalMs: 50 },
    ...{ functionMs: 40, billedMs: 1000, initMs: null, memoryMb: 1024, maxMemoryMb: 80, steps: {} },
    ...{ trigger: "request" as const, acceptedId: null, attempt: null },
  }));
  await fresh.db.forTenant(tenantId).run((tx) => writeEntries(tx, entries));
  await vi.waitFor(async () => {
    await foldInvocations(fresh.db.operator);
    expect(await fresh.db.operator.rollup.count()).toBeGreaterThan(0);
  }, 20_000);
  const { statusCode, headers, body } = await scrape("secret", "Bearer secret");
  expect([statusCode, headers["content-type"]]).toEqual([200, "text/plain; version=0.0.4; charset=utf-8"]);
  const lines = body.split("\n");
  expect(lines).toContain("# TYPE annex_invocations_total counter");
  expect(lines).toContain('annex_invocations_total{tenant="acme"} 3');
  expect(lines).toContain('annex_errors_total{tenant="acme",class="timeout"} 1');
  expect(lines).toContain('annex_gb_seconds_total{tenant="acme"} 3');
  expect(lines).toContain("annex_alerts_firing 0");
  expect(body).toMatch(/annex_latency_ms\{tenant="acme",quantile="0.95"\} \d+/);
  const unreadable = lines.filter((line) => !/^(#.*|[a-z_]+(\{[^}]*\})? -?[\d.e+-]+|)$/.test(line));
  expect(unreadable).toEqual([]);
});

test.each([
  ["a wrong token", "secret", "Bearer other", 401],
  ["no token", "secret", "", 401],
  ["an installation that set none", undefined, "Bearer undefined", 404],
])("%s gets nothing", async (_who, token, shown, status) => {
  const { statusCode, body } = await scrape(token, shown);
  expect(statusCode).toBe(status);
  expect(body).not.toContain("annex_");
});

test("while the database is away a scraper is told so, and when to come again", async () => {
  const proxy = await startDatabaseProxy(fresh.operatorUrl);
  const db = createDb({ appUrl: proxy.url, operatorUrl: proxy.url });
  const app = createApp({ name: "worker", logLevel: "silent", bodyLimit: 1024 });
  metricsRoute(app, { db, token: "secret" });
  const scrapeIt = () => app.inject({ url: "/metrics", headers: { authorization: "Bearer secret" } });
  expect((await scrapeIt()).statusCode).toBe(200);
  proxy.cut();
  const { statusCode, headers, json } = await scrapeIt();
  expect([statusCode, headers["retry-after"], json()]).toEqual([
    503,
    "2",
    expect.objectContaining({ code: "unavailable" }),
  ]);
  proxy.restore();
  expect((await scrapeIt()).statusCode).toBe(200);
  await app.close();
  await db.close();
  await proxy.close();
});

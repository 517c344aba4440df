import { randomBytes, randomUUID } from "node:crypto";
import { timeRangeSchema } from "@annex/contract";
import { type FreshDatabase, freshDatabase } from "@annex/db/testing";
import { parseMasterKey } from "@annex/envelope";
import { foldInvocations } from "@annex/telemetry";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { comparePeriods } from "../compare-periods/compare-periods.ts";
import { listMovers } from "../list-movers/list-movers.ts";
import { listTenants } from "./list-tenants.ts";

let fresh: FreshDatabase;
beforeAll(async () => {
  fresh = await freshDatabase();
});
afterAll(() => fresh.dispose());

test("tenants sorted by a measure stand in the order of what is shown of it, those without one last", async () => {
  const { operator } = fresh.db;
  const role = (name: string) => `arn:aws:iam::000000000000:role/${name}`;
  const roles = { authorRoleArn: role("a"), invokeRoleArn: role("i"), executionRoleArn: role("e"), externalId: "x" };
  const cell = await operator.cell.create({
    data: { name: "c", region: "eu-central-1", accountId: "000000000000", ...roles },
  });
  for (let t = 0; t < 8; t += 1) {
    const { id } = await operator.tenant.create({
      data: { key: `sorted${t}`, slug: `sorted-${t}`, name: `Sorted ${t}`, cellId: cell.id },
    });
    const data = Array.from({ length: t === 5 ? 0 : 5 + ((t * 37) % 11) }, (_, n) => ({
      ...{ id: randomUUID(), tenantId: id, functionId: id, functionName: "f", correlationId: "c", caller: "client:x" },
      ...(n % 9 < t % 3 ? ({ outcome: "timeout", errorClass: "timeout" } as const) : { outcome: "success" as const }),
      startedAt: new Date(Date.now() - n * 41 * 60_000),
      totalMs: 20 + ((t * 7919 + n * 31) % 800),
      costPicoUsd: 100 + t,
    }));
    await operator.invocation.createMany({ data });
  }
  const jobs = { send: () => Promise.resolve(), close: () => Promise.resolve() };
  const masterKey = parseMasterKey(randomBytes(32).toString("base64"));
  const ctx = { principal: { actor: "system:test" }, db: fresh.db, jobs, masterKey };
  const all = await operator.invocation.count();
  await vi.waitFor(async () => {
    await foldInvocations(operator);
    const { items } = await listTenants(ctx, { range: "30d" });
    expect(items.reduce((sum, { totals }) => sum + totals.invocations, 0)).toBe(all);
  }, 20_000);
  const shown = {
    invocations: "invocations",
    errors: "errorRate",
    cost: "costUsd",
    p50: "p50Ms",
    p95: "p95Ms",
    p99: "p99Ms",
  } as const;
  for (const range of timeRangeSchema.options)
    for (const [sort, field] of Object.entries(shown)) {
      const { items } = await listTenants(ctx, { range, sort: `-${sort}` });
      const ran = items.filter(({ totals }) => totals.invocations > 0);
      const values = ran.map(({ totals }) => totals[field]);
      expect(values, `${sort} of ${range}`).toEqual(values.toSorted((a, b) => (b ?? 0) - (a ?? 0)));
      expect(items.at(-1)?.totals.invocations).toBe(0);
    }
  const sum = (counts: readonly number[]) => counts.reduce((all, count) => all + count, 0);
  for (const range of timeRangeSchema.options) {
    const { items } = await listTenants(ctx, { range, sort: "-trend" });
    const trends = items
      .filter(({ totals }) => totals.invocations > 0)
      .map(({ sparkline }) => {
        const half = Math.floor(sparkline.length / 2);
        return sum(sparkline.slice(-half)) - sum(sparkline.slice(0, half));
      });
    expect(trends, `trend of ${range}`).toEqual(trends.toSorted((a, b) => b - a));
    expect(items.at(-1)?.totals.invocations).toBe(0);
  }
});

test("movers are told by how much their calls rose or fell against as long a time before", async () => {
  const { operator } = fresh.db;
  await operator.rollup.deleteMany();
  const cell = await operator.cell.findFirstOrThrow();
  const now = new Date("2026-05-20T12:30:00Z");
  const zero = "00000000-0000-0000-0000-000000000000";
  const make = async (slug: string, before: number, after: number) => {
    const { id: tenantId } = await operator.tenant.create({ data: { key: slug, slug, name: slug, cellId: cell.id } });
    const row = (bucketAt: string, invocations: number) => ({
      ...{ scope: "tenant" as const, bucketSeconds: 3600, tenantId, functionId: zero, releaseNumber: 0 },
      ...{ bucketAt: new Date(bucketAt), invocations, userErrors: 2, platformErrors: 0, throttles: 0, timeouts: 0 },
      ...{
        configurationErrors: 0,
        outOfMemory: 0,
        coldStarts: 0,
        totalMs: 1,
        functionMs: 1,
        billedMs: 1,
        billedMbMs: 1,
      },
      ...{ costPicoUsd: 5, totalKeys: [], totalCounts: [], ownKeys: [], ownCounts: [] },
    });
    await operator.rollup.createMany({
      data: [row("2026-05-19T08:00:00Z", before), row("2026-05-20T08:00:00Z", after)],
    });
  };
  await make("doubled", 100, 200);
  await make("halved", 100, 50);
  await make("steady", 70, 70);
  await make("tripled-few", 2, 6);
  const jobs = { send: () => Promise.resolve(), close: () => Promise.resolve() };
  const masterKey = parseMasterKey(randomBytes(32).toString("base64"));
  const ctx = { principal: { actor: "system:test" }, db: fresh.db, jobs, masterKey };
  const { rising, falling } = await listMovers(ctx, { range: "24h" }, now);
  expect(rising).toMatchObject([
    { name: "doubled", invocations: 200, invocationsBefore: 100, errorRate: 0.01, errorRateBefore: 0.02 },
    { name: "tripled-few", invocations: 6, invocationsBefore: 2 },
  ]);
  expect(falling).toMatchObject([{ name: "halved", invocations: 50, invocationsBefore: 100 }]);
});

test("two periods of a tenant are summed day by day, as a whole and by function; days between them count for neither", async () => {
  const { operator } = fresh.db;
  const cell = await operator.cell.findFirstOrThrow();
  const { id: tenantId } = await operator.tenant.create({
    data: { key: "periods", slug: "periods", name: "Periods", cellId: cell.id },
  });
  const functionId = randomUUID();
  const zero = "00000000-0000-0000-0000-000000000000";
  const none = { coldStarts: 0, totalMs: 1, functionMs: 1, billedMs: 1, billedMbMs: 1, releaseNumber: 0 };
  const noErrors = { platformErrors: 0, throttles: 0, timeouts: 0, configurationErrors: 0, outOfMemory: 0 };
  const histograms = { totalKeys: [], totalCounts: [], ownKeys: [], ownCounts: [] };
  const dayOf = (day: string, invocations: number, userErrors: number) =>
    (["tenant", "function"] as const).map((scope) => ({
      ...{ ...none, ...noErrors, ...histograms, scope, bucketSeconds: 86_400, tenantId, invocations, userErrors },
      functionId: scope === "tenant" ? zero : functionId,
      bucketAt: new Date(`${day}T00:00:00Z`),
      costPicoUsd: invocations * 1_000_000,
    }));
  await operator.rollup.createMany({
    data: [
      ...dayOf("2026-04-30", 1000, 0),
      ...dayOf("2026-05-01", 10, 5),
      ...dayOf("2026-05-02", 30, 5),
      ...dayOf("2026-05-09", 500, 0),
      ...dayOf("2026-05-10", 100, 1),
      ...dayOf("2026-05-11", 1000, 0),
    ],
  });
  const jobs = { send: () => Promise.resolve(), close: () => Promise.resolve() };
  const masterKey = parseMasterKey(randomBytes(32).toString("base64"));
  const ctx = { principal: { actor: "system:test" }, db: fresh.db, jobs, masterKey };
  const days = { from: "2026-05-10", to: "2026-05-10", otherFrom: "2026-05-01", otherTo: "2026-05-02" };
  const found = await comparePeriods(ctx, { tenantId, ...days });
  expect(found.period).toMatchObject({ days: 1, totals: { invocations: 100, errorRate: 0.01, costUsd: 0.0001 } });
  expect(found.other).toMatchObject({ days: 2, totals: { invocations: 40, errorRate: 0.25 } });
  expect(found.functions).toMatchObject([
    { functionId, name: null, totals: { invocations: 100 }, otherTotals: { invocations: 40 } },
  ]);
  const refused = (change: object) => comparePeriods(ctx, { tenantId, ...days, ...change });
  await expect(refused({ tenantId: randomUUID() })).rejects.toMatchObject({ code: "not_found" });
  await expect(refused({ to: "2026-05-09" })).rejects.toMatchObject({
    code: "invalid_request",
    errors: [{ path: "to", message: "A period ends on or after its first day." }],
  });
  await expect(refused({ otherTo: "2027-05-02" })).rejects.toMatchObject({ errors: [{ path: "otherTo" }] });
  await expect(refused({ from: "2026-02-30" })).rejects.toMatchObject({ errors: [{ path: "from" }] });
});

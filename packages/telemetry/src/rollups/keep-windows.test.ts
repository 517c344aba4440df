import { randomUUID } from "node:crypto";
import type { TimeRange } from "@annex/contract";
import { Prisma } from "@annex/db";
import { type FreshDatabase, freshDatabase } from "@annex/db/testing";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { foldInvocations } from "./fold-invocations.ts";
import { rangeCuts, windowStart } from "./range-window.ts";
import { readTotals } from "./read-totals.ts";
import { tenantSums } from "./tenant-sums.ts";

let fresh: FreshDatabase;
beforeAll(async () => {
  fresh = await freshDatabase();
});
afterAll(() => fresh.dispose());

const ranges: readonly TimeRange[] = ["1h", "24h", "7d", "30d", "90d"];
const [minute, day] = [60_000, 86_400_000];
const now = new Date("2026-11-20T10:30:30Z");
const tenants = [randomUUID(), randomUUID(), randomUUID()] as const;

function invocation(tenantId: string, startedAt: Date, totalMs: number): Prisma.InvocationCreateManyInput {
  const fixed = {
    functionName: "f",
    correlationId: "c",
    caller: "client:x",
    releaseNumber: 1,
    costPicoUsd: 7,
  } as const;
  const failed =
    totalMs > 900 ? ({ outcome: "timeout", errorClass: "timeout" } as const) : { outcome: "success" as const };
  return {
    id: randomUUID(),
    tenantId,
    functionId: tenantId,
    ...fixed,
    ...failed,
    startedAt,
    totalMs,
    functionMs: Math.floor(totalMs / 3),
  };
}

async function fold(expected: number, at: Date): Promise<void> {
  const { operator } = fresh.db;
  await vi.waitFor(
    async () => {
      await foldInvocations(operator, at); // an older transaction of any test on this server holds it back for a moment
      const from = new Date(0);
      const total = await readTotals(operator, { of: {}, by: "all", from, source: 60 });
      expect(total.get("all")?.invocations).toBe(expected);
    },
    { timeout: 20_000, interval: 50 },
  );
}

/** A tenant's parts of the range, added up. */
async function summed(range: TimeRange, tenantId: string, at: Date): Promise<unknown> {
  const parts = tenantSums(range, Prisma.sql`${tenantId}::uuid`, at);
  const [sums] = await fresh.db.operator.$queryRaw<unknown[]>`
    SELECT sum(invocations)::float8 AS invocations, sum(errors)::float8 AS errors, sum(cost_pico_usd)::float8 AS cost FROM (${parts}) AS part`;
  const bars = await fresh.db.operator.$queryRaw<unknown[]>`
    SELECT k, sum(n)::float8 AS n FROM (${parts}) AS part, unnest(total_keys, total_counts) AS bar (k, n) GROUP BY 1 ORDER BY 1`;
  return { sums, bars };
}

/** The same of the rollups alone. */
async function fromRollups(range: TimeRange, tenantId: string, at: Date): Promise<unknown> {
  const [source, from] = [rangeCuts[range].totalsFrom, windowStart(range, at)];
  const of = Prisma.sql`FROM rollups, unnest(total_keys, total_counts) AS bar (k, n) WHERE scope = 'tenant' AND bucket_seconds = ${source}::int
    AND bucket_at >= ${from} AND tenant_id = ${tenantId}::uuid`;
  const totals = (await readTotals(fresh.db.operator, { of: { tenantId }, by: "all", from, source })).get("all");
  const bars = await fresh.db.operator.$queryRaw<unknown[]>`SELECT k, sum(n)::float8 AS n ${of} GROUP BY 1 ORDER BY 1`;
  const none = { invocations: null, errors: null, cost: null };
  if (!totals) return { sums: none, bars };
  const { invocations, errors, costUsd } = totals;
  return { sums: { invocations, errors, cost: Math.round(costUsd * 1e12) }, bars };
}

async function expectAgreement(at: Date): Promise<void> {
  for (const range of ranges)
    for (const tenantId of tenants)
      expect(await summed(range, tenantId, at), `${range} at ${at.toISOString()}`).toEqual(
        await fromRollups(range, tenantId, at),
      );
  for (const range of ranges) {
    const query = { of: {}, by: "tenant", tenantIds: tenants, from: windowStart(range, at) } as const;
    const source = rangeCuts[range].totalsFrom;
    const ofRollups = await readTotals(fresh.db.operator, { ...query, source });
    expect(await readTotals(fresh.db.operator, { ...query, source, range }), range).toEqual(ofRollups);
  }
}

const windows = () =>
  fresh.db.operator.tenantWindow.aggregate({ where: { range: "30d" }, _sum: { invocations: true } });

test("a range's sums are those of its rollups: at any moment, with late rows, and when the range moves on", async () => {
  const { operator } = fresh.db;
  const [a, b] = tenants; // the third never runs
  const spread = Array.from({ length: 400 }, (_, n) =>
    invocation(
      n % 3 === 0 ? a : b,
      new Date(now.getTime() - ((n * 7919) % 100) * day - n * minute),
      1 + ((n * 31) % 1000),
    ),
  );
  const recent = Array.from({ length: 90 }, (_, n) => invocation(a, new Date(now.getTime() - n * minute), 10 + n));
  await operator.invocation.createMany({ data: [...spread, ...recent] });
  await fold(490, now);
  await expectAgreement(now);
  const held = Number((await windows())._sum.invocations);
  expect(held).toBeGreaterThan(50);

  // late: for buckets that were over, of a tenant that the windows know and of one that they do not
  await operator.invocation.createMany({
    data: [
      invocation(b, new Date(now.getTime() - 3 * day), 77),
      invocation(tenants[2], new Date(now.getTime() - 30 * minute), 950),
    ],
  });
  await fold(492, now);
  expect(Number((await windows())._sum.invocations)).toBe(held + 1);
  await expectAgreement(now);

  // the range has moved on, and no worker has seen it yet; then it has
  for (const later of [minute, 60 * minute, day, 8 * day].map((ms) => new Date(now.getTime() + ms))) {
    await expectAgreement(later);
    await foldInvocations(operator, later);
    await expectAgreement(later);
  }
  // a worker whose clock is behind takes the window back, and what is read stays right
  await foldInvocations(operator, now);
  await expectAgreement(now);
  await expectAgreement(new Date(now.getTime() + day));
});

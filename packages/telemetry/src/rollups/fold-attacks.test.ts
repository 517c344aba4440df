import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import path from "node:path";
import { createDb, type Prisma } from "@annex/db";
import { type FreshDatabase, freshDatabase } from "@annex/db/testing";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { foldInvocations } from "./fold-invocations.ts";
import { readTotals } from "./read-totals.ts";

let fresh: FreshDatabase;
beforeAll(async () => {
  fresh = await freshDatabase();
});
beforeEach(async () => {
  const { operator } = fresh.db;
  for (const table of ["invocations", "rollups", "month_costs", "tenant_windows", "range_windows"])
    await operator.$executeRawUnsafe(`DELETE FROM ${table}`);
});
afterAll(() => fresh.dispose());

const program = path.join(import.meta.dirname, "../../test/fold-once.ts");

function row(tenantId: string, startedAt: Date, totalMs = 10): Prisma.InvocationCreateManyInput {
  const fixed = {
    functionName: "f",
    correlationId: "c",
    caller: "client:x",
    releaseNumber: 1,
    costPicoUsd: 7,
  } as const;
  return { id: randomUUID(), tenantId, functionId: tenantId, ...fixed, outcome: "success", startedAt, totalMs };
}

/** What the rollups of one level count, by where their buckets begin. */
async function counted(scope: "tenant" | "platform", bucketSeconds: number): Promise<Map<string, number>> {
  const rows = await fresh.db.operator.rollup.findMany({
    where: { scope, bucketSeconds },
    orderBy: { bucketAt: "asc" },
  });
  return new Map(rows.map(({ bucketAt, invocations }) => [bucketAt.toISOString(), Number(invocations)]));
}

async function foldAll(expected: number): Promise<void> {
  await vi.waitFor(
    async () => {
      await foldInvocations(fresh.db.operator); // another test's open transaction may hold it back for a moment
      const days = await counted("platform", 86_400);
      expect([...days.values()].reduce((sum, count) => sum + count, 0)).toBe(expected);
    },
    { timeout: 20_000, interval: 50 },
  );
}

/** Holds up every fold between its rollups and its months, until the function that it answers is called. */
async function holdUp(): Promise<() => Promise<unknown>> {
  let letGo = () => {};
  const released = new Promise<void>((done) => (letGo = done));
  let isHeld = () => {};
  const held = new Promise<void>((done) => (isHeld = done));
  const holding = fresh.db.operator.$transaction(
    async (tx) => {
      await tx.$executeRaw`LOCK TABLE month_costs IN ACCESS EXCLUSIVE MODE`;
      isHeld();
      await released;
    },
    { timeout: 60_000 },
  );
  await held;
  return () => {
    letGo();
    return holding;
  };
}

async function untilHeldUp(): Promise<void> {
  const waiting = () => fresh.db.operator.$queryRaw<unknown[]>`
    SELECT 1 FROM pg_locks WHERE relation = 'month_costs'::regclass AND NOT granted`;
  await vi.waitFor(async () => expect(await waiting()).toHaveLength(1), { timeout: 30_000, interval: 50 });
}

test("a worker that is killed with -9 in the middle of a fold leaves nothing of it behind: the next takes each row in once", async () => {
  const { operator } = fresh.db;
  const [tenantId, at] = [randomUUID(), new Date(Date.now() - 3_600_000)];
  await operator.invocation.createMany({ data: Array.from({ length: 200 }, (_, n) => row(tenantId, at, 1 + n)) });
  const goOn = await holdUp();
  const worker = spawn(process.execPath, ["--no-warnings", program, fresh.operatorUrl], { stdio: "ignore" });
  try {
    await untilHeldUp(); // its rollups are written, its cursor is not
    worker.kill("SIGKILL");
    await once(worker, "exit");
    expect(await operator.rollup.count()).toBe(0);
  } finally {
    worker.kill("SIGKILL");
    await goOn();
  }
  await foldAll(200);
  for (const seconds of [60, 3600, 86_400, 604_800])
    expect([...(await counted("tenant", seconds)).values()].reduce((sum, count) => sum + count, 0)).toBe(200);
  const [month] = await operator.$queryRaw<unknown[]>`
    SELECT sum(invocations)::int AS invocations, sum(cost_pico_usd)::int AS cost FROM month_costs`;
  expect(month).toEqual({ invocations: 200, cost: 1400 });
}, 60_000);

test("a day is one of UTC, 24 hours long, where clocks are changed too and whatever zone the database is in", async () => {
  const owner = createDb({ appUrl: fresh.appUrl, operatorUrl: fresh.ownerUrl, poolSize: 1 });
  const database = new URL(fresh.ownerUrl).pathname.slice(1);
  await owner.operator.$executeRawUnsafe(`ALTER DATABASE ${database} SET timezone TO 'Europe/Berlin'`);
  const berlin = createDb({ appUrl: fresh.appUrl, operatorUrl: fresh.operatorUrl, poolSize: 1 });
  const times = [
    "2026-03-28T23:30:00Z", // 29 March in Berlin, whose 29 March has 23 hours
    "2026-03-29T00:30:00Z", // 01:30
    "2026-03-29T01:30:00Z", // 03:30
    "2026-03-29T22:30:00Z", // 30 March
    "2026-03-31T22:30:00Z", // 1 April
    "2026-10-24T22:30:00Z", // 25 October, which has 25
    "2026-10-25T00:30:00Z", // 02:30
    "2026-10-25T01:30:00Z", // 02:30 again
    "2026-10-25T23:30:00Z", // 26 October
  ];
  const tenantId = randomUUID();
  try {
    await berlin.operator.invocation.createMany({ data: times.map((at) => row(tenantId, new Date(at))) });
    await vi.waitFor(
      async () => {
        await foldInvocations(berlin.operator);
        expect((await counted("tenant", 86_400)).size).toBeGreaterThan(0);
      },
      { timeout: 20_000, interval: 50 },
    );
    const days = new Map<string, number>();
    for (const at of times) {
      const day = `${at.slice(0, 10)}T00:00:00.000Z`;
      days.set(day, (days.get(day) ?? 0) + 1);
    }
    expect(await counted("tenant", 86_400)).toEqual(days);
    const hours = times.map((at) => `${at.slice(0, 13)}:00:00.000Z`);
    expect([...(await counted("tenant", 3600)).keys()]).toEqual(hours); // the hour that comes twice is two
    const months = await berlin.operator.$queryRaw`
      SELECT month::text, invocations::int FROM month_costs WHERE tenant_id = ${tenantId}::uuid ORDER BY 1`;
    expect(months).toEqual([
      { month: "2026-03-01", invocations: 5 },
      { month: "2026-10-01", invocations: 4 },
    ]);
    const used = await berlin.operator.$queryRaw<{ day: string; invocations: number }[]>`
      SELECT day::text, invocations::int FROM tenant_usage WHERE tenant_id = ${tenantId}::uuid ORDER BY 1`;
    expect(used.map(({ day, invocations }) => [`${day}T00:00:00.000Z`, invocations])).toEqual([...days]);
  } finally {
    await berlin.close();
    await owner.operator.$executeRawUnsafe(`ALTER DATABASE ${database} RESET timezone`);
    await owner.close();
  }
});

test("more invocations of one duration than an integer counts are counted, and read", async () => {
  const { operator } = fresh.db;
  const most = 2_147_483_647;
  const [tenantId, at] = [randomUUID(), new Date()];
  await operator.invocation.createMany({ data: [row(tenantId, at)] });
  await foldAll(1);
  await operator.$executeRaw`UPDATE rollups SET invocations = ${most}, total_counts = ARRAY[${most}::bigint]`;
  await operator.invocation.createMany({ data: [row(tenantId, at), row(tenantId, at, 500)] });
  await foldAll(most + 2);
  const rows = await operator.rollup.findMany({ where: { scope: { not: "function" } } });
  expect(rows).toHaveLength(8);
  for (const { invocations, totalCounts } of rows) {
    expect(Number(invocations)).toBe(most + 2);
    expect(totalCounts).toEqual([BigInt(most) + 1n, 1n]);
  }
  const query = { of: { tenantId }, by: "all", from: new Date(at.getTime() - 86_400_000) } as const;
  const totals = (await readTotals(operator, { ...query, source: 60 })).get("all");
  expect(totals).toMatchObject({ invocations: most + 2 });
  expect(totals?.p99Ms).toBeCloseTo(10, 0);
});

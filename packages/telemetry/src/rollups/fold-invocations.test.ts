import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Prisma } from "@annex/db";
import { type FreshDatabase, freshDatabase } from "@annex/db/testing";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { foldInvocations } from "./fold-invocations.ts";
import { readTotals } from "./read-totals.ts";

let fresh: FreshDatabase;
beforeAll(async () => {
  fresh = await freshDatabase();
});
afterAll(() => fresh.dispose());

const minute = 60_000;
const start = Math.floor(Date.now() / 86_400_000) * 86_400_000 - 86_400_000;
const outcomes = [
  { outcome: "success", errorClass: null },
  { outcome: "success", errorClass: null },
  { outcome: "function_error", errorClass: "user" },
  { outcome: "timeout", errorClass: "timeout" },
  { outcome: "throttled", errorClass: "throttle" },
] as const;

/** Row `n` of a tenant: three functions of two releases, spread over a day, durations of 1 ms to 20 s. */
function row(tenantId: string, functions: readonly string[], n: number): Prisma.InvocationCreateManyInput {
  const kind = outcomes[n % outcomes.length];
  const totalMs = 1 + ((n * 7919) % 20_000) * ((n * 31) % 7 === 0 ? 1 : 0.01);
  return {
    id: randomUUID(),
    tenantId,
    functionId: functions[n % functions.length] ?? tenantId,
    functionName: "f",
    correlationId: `correlation-${n}`,
    caller: "client:x",
    releaseNumber: 1 + (n % 2),
    outcome: "success",
    ...kind,
    startedAt: new Date(start + ((n * 104_729) % 86_400_000)),
    totalMs,
    functionMs: n % 5 === 4 ? null : totalMs * 0.9,
    billedMs: Math.ceil(totalMs),
    initMs: n % 11 === 0 ? 40 : null,
    memoryMb: 128,
    maxMemoryMb: 60 + (n % 30),
    costPicoUsd: 200_000 + n,
  };
}

async function foldAll(expected: number): Promise<void> {
  const { operator } = fresh.db;
  await vi.waitFor(
    async () => {
      await foldInvocations(operator); // an older transaction of any test on this server holds it back for a moment
      const total = await readTotals(operator, { of: {}, by: "all", from: new Date(0), source: 60 });
      expect(total.get("all")?.invocations).toBe(expected);
    },
    { timeout: 20_000, interval: 50 },
  );
}

function gate(): [Promise<void>, () => void] {
  let open = () => {};
  return [new Promise<void>((done) => (open = done)), () => open()];
}

/** A percentile by nearest rank. */
function exact(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}

test("rollups agree with the ledger to the last invocation at every level, and percentiles within 2 % after merging", async () => {
  const tenants: [string, string] = [randomUUID(), randomUUID()];
  const functions = new Map<string, string[]>(tenants.map((id) => [id, [randomUUID(), randomUUID(), randomUUID()]]));
  const rows = tenants.flatMap((id, t) =>
    Array.from({ length: 700 + t * 300 }, (_, n) => row(id, functions.get(id) ?? [], n)),
  );
  const { operator } = fresh.db;
  // written in several transactions, folded in between: nothing may be missed or counted twice
  for (let at = 0; at < rows.length; at += 150) {
    await operator.invocation.createMany({ data: rows.slice(at, at + 150) });
    if (at % 450 === 0) await foldInvocations(operator);
  }
  await foldAll(rows.length);
  await Promise.all([foldInvocations(operator), foldInvocations(operator)]);

  const from = new Date(start - 7 * 86_400_000);
  for (const source of [60, 3600, 86_400, 604_800] as const) {
    for (const tenantId of tenants) {
      const mine = rows.filter((each) => each.tenantId === tenantId);
      const totals = (await readTotals(operator, { of: { tenantId }, by: "all", from, source })).get("all");
      const durations = mine.map(({ totalMs }) => totalMs);
      expect(totals).toMatchObject({
        invocations: mine.length,
        errors: mine.filter(({ outcome }) => outcome !== "success").length,
        errorsByClass: { user: mine.filter(({ errorClass }) => errorClass === "user").length, platform: 0 },
        coldStarts: mine.filter(({ initMs }) => initMs !== null).length,
        memoryMb: 128,
        maxMemoryMb: 89,
      });
      expect(totals?.costUsd).toBeCloseTo(
        mine.reduce((sum, { costPicoUsd }) => sum + Number(costPicoUsd), 0) / 1e12,
        12,
      );
      for (const [got, share] of [
        [totals?.p50Ms, 0.5],
        [totals?.p95Ms, 0.95],
        [totals?.p99Ms, 0.99],
      ] as const) {
        const wanted = exact(durations, share);
        expect(Math.abs((got ?? 0) - wanted) / wanted).toBeLessThanOrEqual(0.0201);
      }
    }
    const [functionId = ""] = functions.get(tenants[0]) ?? [];
    const byRelease = await readTotals(operator, { of: { functionId }, by: "release", from, source });
    expect([...byRelease.values()].reduce((sum, { invocations }) => sum + invocations, 0)).toBe(
      rows.filter((each) => each.functionId === functionId).length,
    );
  }
  const counted = new Map<string, number>();
  for (const { functionId, releaseNumber, startedAt } of rows) {
    const place = `${functionId} ${releaseNumber} ${Math.floor(Number(startedAt) / minute) * minute}`;
    counted.set(place, (counted.get(place) ?? 0) + 1);
  }
  const minutes = await operator.rollup.findMany({ where: { scope: "function", bucketSeconds: 60 } });
  expect(
    new Map(
      minutes.map((each) => [
        `${each.functionId} ${each.releaseNumber} ${each.bucketAt.getTime()}`,
        Number(each.invocations),
      ]),
    ),
  ).toEqual(counted);
});

test("the weeks that a migration made of the days are those that are folded", async () => {
  const { operator } = fresh.db;
  const where = { bucketSeconds: 604_800 };
  const weeks = async () => {
    const orderBy = [{ scope: "asc" }, { tenantId: "asc" }, { functionId: "asc" }, { releaseNumber: "asc" }] as const;
    const rows = await operator.rollup.findMany({ where, orderBy: [...orderBy, { bucketAt: "asc" }] });
    return rows.map(({ totalMs: _, functionMs: __, ...exactly }) => exactly); // sums of fractions differ in their last digit
  };
  const folded = await weeks();
  expect(folded.length).toBeGreaterThan(9);
  await operator.rollup.deleteMany({ where });
  const migration = new URL("../../../../prisma/migrations/20261126022200_weeks/migration.sql", import.meta.url);
  await operator.$executeRawUnsafe(readFileSync(migration, "utf8"));
  expect(await weeks()).toEqual(folded);
});

test("a row that commits late, below the cursor's transaction, is not lost", async () => {
  const { operator } = fresh.db;
  const before = Number(
    (
      await operator.rollup.aggregate({
        where: { scope: "platform", bucketSeconds: 86_400 },
        _sum: { invocations: true },
      })
    )._sum.invocations ?? 0,
  );
  const insert = (id: string) => ({ data: row(id, [randomUUID()], 0) });
  const [written, isWritten] = gate();
  const [mayCommit, commit] = gate();
  const slow = operator.$transaction(async (tx) => {
    await tx.invocation.create(insert(randomUUID()));
    isWritten();
    await mayCommit;
  });
  await written;
  await operator.invocation.create(insert(randomUUID())); // a younger transaction commits first
  await foldInvocations(operator);
  commit();
  await slow;
  await foldAll(before + 2);
});

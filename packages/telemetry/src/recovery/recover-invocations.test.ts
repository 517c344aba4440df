import { randomUUID } from "node:crypto";
import { type FreshDatabase, freshDatabase, seedTenant } from "@annex/db/testing";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { costOf } from "../cost/cost-of.ts";
import { foldInvocations } from "../rollups/fold-invocations.ts";
import { recoverInvocations } from "./recover-invocations.ts";

let fresh: FreshDatabase;
beforeAll(async () => {
  fresh = await freshDatabase();
});
afterAll(() => fresh.dispose());

const agoMs = (ms: number) => new Date(Date.now() - ms);
const recover = () => recoverInvocations(fresh.db.operator, { olderThanMs: 0 });

interface Place {
  readonly tenantId: string;
  readonly functionId: string;
}

async function makeFunction(slug: string): Promise<Place> {
  const { operator } = fresh.db;
  const { id: tenantId, cellId } = await seedTenant(fresh.db, slug);
  const made = await operator.function.create({
    data: { tenantId, cellId, name: "f", lambdaName: `annex-${slug}`, createdBy: "user:x" },
  });
  const functionId = made.id;
  await operator.release.create({
    data: { tenantId, functionId, number: 3, content: {}, lambdaVersion: "7", createdBy: "user:x" },
  });
  return { tenantId, functionId };
}

/** What Lambda logs of a run that began at a moment and took 900 ms. */
async function logRun({ tenantId, functionId }: Place, startedAt: Date, correlationId: string | null = null) {
  const requestId = randomUUID();
  const report = `REPORT RequestId: ${requestId}\tDuration: 900.00 ms\tBilled Duration: 901 ms\tMemory Size: 128 MB\tMax Memory Used: 77 MB\tInit Duration: 120.00 ms\t`;
  const line = (message: string, at: Date, level = "platform") => ({
    ...{ tenantId, functionId, requestId, eventId: randomUUID(), level, message, at },
  });
  const end = new Date(startedAt.getTime() + 900);
  const own = { ...line("working", startedAt, "info"), correlationId };
  await fresh.db.operator.logLine.createMany({
    data: [
      line(`START RequestId: ${requestId} Version: 7`, startedAt),
      ...(correlationId ? [own] : []),
      line(report, end),
    ],
  });
  return requestId;
}

/** The row of a call that was given up after 300 ms. */
function givenUp({ tenantId, functionId }: Place, startedAt: Date, correlationId: string) {
  const failed = { outcome: "timeout", errorClass: "timeout", errorType: "Budget.Timedout", memoryMb: 128 } as const;
  const fixed = { functionName: "f", caller: "client:x", releaseNumber: 3, totalMs: 300 };
  const data = { ...fixed, ...failed, id: randomUUID(), tenantId, functionId, startedAt, correlationId };
  return fresh.db.operator.invocation.create({ data });
}

/** Every sum there is, with its place. */
async function allSums() {
  const { operator } = fresh.db;
  const rollups = await operator.$queryRaw<unknown[]>`
    SELECT scope, bucket_seconds, tenant_id, function_id, bucket_at, release_number, invocations, timeouts, cold_starts, billed_ms,
      billed_mb_ms, memory_mb, max_memory_mb, cost_pico_usd, total_keys, total_counts, own_keys, own_counts
    FROM rollups ORDER BY 1, 2, 3, 4, 5, 6`;
  const months = await operator.$queryRaw<unknown[]>`SELECT * FROM month_costs ORDER BY 1, 2, 3, 4`;
  const windows = await operator.$queryRaw<unknown[]>`SELECT * FROM tenant_windows ORDER BY 1, 2`;
  return { rollups, months, windows };
}

/** Folds until the sums hold as many invocations; another test's open transaction may hold it back for a moment. */
async function foldAll(now: Date): Promise<void> {
  const { operator } = fresh.db;
  const expected = await operator.invocation.count();
  await vi.waitFor(
    async () => {
      await foldInvocations(operator, now);
      const [sum] = await operator.$queryRaw<{ n: bigint | null }[]>`
        SELECT sum(invocations)::bigint AS n FROM rollups WHERE scope = 'platform' AND bucket_seconds = 60`;
      expect(Number(sum?.n ?? 0)).toBe(expected);
    },
    { timeout: 20_000, interval: 50 },
  );
}

test("a call that was given up while its function ran is one invocation, and has what Lambda bills for it, in every sum", async () => {
  const { operator } = fresh.db;
  const [a, b] = [await makeFunction("given-up"), await makeFunction("other")];
  const now = new Date();
  const [first, second] = [agoMs(3 * 86_400_000 + 5000), agoMs(600_000)];
  const rows = [await givenUp(a, first, "c-first"), await givenUp(a, second, "c-second")];
  await givenUp(b, second, "c-other");
  const requestId = await logRun(a, new Date(second.getTime() + 40));

  expect(await recover()).toBe(0); // the rollups have not taken its row in: nothing is known of it yet
  expect(await operator.invocation.count({ where: { requestId: { not: null } } })).toBe(0);
  await foldAll(now);
  expect(await recover()).toBe(0);
  expect(await recover()).toBe(0);

  expect(await operator.invocation.count()).toBe(3);
  const settled = await operator.invocation.findFirstOrThrow({ where: { id: rows[1]?.id ?? "" } });
  const bill = { region: "eu-central-1", at: settled.startedAt, billedMs: 901, memoryMb: 128 } as const;
  const architecture = process.arch === "arm64" ? "arm64" : "x86_64";
  expect(settled).toMatchObject({
    ...{ requestId, outcome: "timeout", caller: "client:x", totalMs: 300, functionMs: null },
    ...{ billedMs: 901, maxMemoryMb: 77, initMs: 120, costPicoUsd: BigInt(costOf({ ...bill, architecture })) },
  });
  const lines = await operator.logLine.findMany({ where: { requestId } });
  for (const line of lines) expect([line.correlationId, line.releaseNumber]).toEqual(["c-second", 3]);

  const kept = await allSums();
  await operator.rollup.deleteMany();
  await operator.monthCost.deleteMany();
  await operator.rangeWindow.deleteMany();
  await operator.$executeRaw`UPDATE rollup_cursor SET next_xid = '0'`;
  await foldAll(now);
  expect(kept).toEqual(await allSums());
});

test("of two calls of one moment, the one whose correlation ID the run wrote into its log is the one", async () => {
  const { operator } = fresh.db;
  const place = await makeFunction("two-calls");
  const at = agoMs(300_000);
  const near = await givenUp(place, at, "c-near");
  const right = await givenUp(place, new Date(at.getTime() - 200), "c-right");
  const requestId = await logRun(place, at, "c-right");
  await foldAll(new Date());
  expect(await recover()).toBe(0);
  const of = async (id: string) => (await operator.invocation.findFirstOrThrow({ where: { id } })).requestId;
  expect([await of(near.id), await of(right.id)]).toEqual([null, requestId]);
});

/** Lines as an older worker took them for the platform's: a function had printed them. */
async function printReports({ tenantId, functionId }: Place, told: string, requestIds: readonly string[]) {
  const data = requestIds.map((requestId) => ({
    ...{ tenantId, functionId, requestId, eventId: randomUUID(), level: "platform", at: agoMs(400_000) },
    message: `REPORT RequestId: ${requestId}\t${told}`,
  }));
  await fresh.db.operator.logLine.createMany({ data });
}

test("what a function prints as REPORTs makes no row where nothing began, and holds up nobody", async () => {
  const { operator } = fresh.db;
  const [liar, honest] = [await makeFunction("prints-reports"), await makeFunction("honest")];
  const ids = Array.from({ length: 250 }, () => randomUUID());
  const well = "Duration: 1.00 ms\tBilled Duration: 60000 ms\tMemory Size: 10240 MB\tMax Memory Used: 9 MB\t";
  await printReports(liar, well, ids.slice(0, 125));
  await printReports(liar, "Duration: 1 ms\tBilled Duration: 99999999999 ms\tMemory Size: 128 MB\t", ids.slice(125));
  const requestId = await logRun(honest, agoMs(200_000));
  expect(await recover()).toBe(1);
  expect(await operator.invocation.count({ where: { functionId: liar.functionId } })).toBe(0);
  expect(await operator.invocation.findFirst({ where: { functionId: honest.functionId } })).toMatchObject({
    requestId,
  });
});

test("of two REPORTs of one request the greater bill counts", async () => {
  const { operator } = fresh.db;
  const place = await makeFunction("two-reports");
  const requestId = await logRun(place, agoMs(200_000));
  const less = "Duration: 0.01 ms\tBilled Duration: 1 ms\tMemory Size: 128 MB\tMax Memory Used: 1 MB\t";
  await printReports(place, less, [requestId]);
  expect(await recover()).toBe(1);
  expect(await operator.invocation.findFirst({ where: { functionId: place.functionId } })).toMatchObject({
    ...{ requestId, billedMs: 901 },
  });
});

test("a run that no call of its time waited for is a lost row, made once by two at once", async () => {
  const { operator } = fresh.db;
  const place = await makeFunction("lost");
  const at = agoMs(200_000);
  await givenUp(place, new Date(at.getTime() - 30_000), "c-before"); // over half a minute before the run began
  const requestId = await logRun(place, at);
  await foldAll(new Date());
  await Promise.all([recover(), recover()]);
  const rows = await operator.invocation.findMany({
    where: { functionId: place.functionId, requestId: { not: null } },
  });
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatchObject({
    requestId,
    caller: "system:recovery",
    outcome: "success",
    billedMs: 901,
    releaseNumber: 3,
  });
});

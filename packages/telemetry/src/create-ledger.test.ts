import { randomUUID } from "node:crypto";
import { createDb } from "@annex/db";
import { type FreshDatabase, freshDatabase } from "@annex/db/testing";
import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
import { createLedger, type LedgerEntry } from "./create-ledger.ts";

let fresh: FreshDatabase;
beforeAll(async () => {
  fresh = await freshDatabase();
});
afterEach(() => vi.useRealTimers());
afterAll(() => fresh.dispose());

const gatheringMs = 40;
const perBatch = 600;

function entry(tenantId: string): LedgerEntry {
  return {
    id: randomUUID(),
    tenantId,
    correlationId: "correlation",
    requestId: randomUUID(),
    functionId: tenantId,
    functionName: "f",
    releaseNumber: 1,
    extensionPointKey: null,
    caller: "client:x",
    outcome: "success",
    errorType: null,
    errorMessage: null,
    errorStack: [],
    hops: 0,
    region: "eu-central-1",
    startedAt: new Date(),
    totalMs: 1,
    functionMs: 1,
    billedMs: 1,
    initMs: null,
    memoryMb: 128,
    maxMemoryMb: 64,
    steps: { invoke: 1 },
    trigger: "request",
    acceptedId: null,
    attempt: null,
  };
}

it("rows that come faster than one batch in a pause are written without another pause: none has to be given up", async () => {
  const tenantId = randomUUID();
  const errors: unknown[] = [];
  const ledger = createLedger({ db: fresh.db, onError: (error) => errors.push(error) });
  const written = () => fresh.db.operator.invocation.count({ where: { tenantId } });
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  for (let row = 0; row < perBatch * 4; row += 1) ledger.record(entry(tenantId));
  await vi.advanceTimersByTimeAsync(gatheringMs);
  // Each look waits for the database; time stands still for the ledger meanwhile.
  for (let look = 0; look < 500 && (await written()) < perBatch * 4; look += 1);
  expect(await written()).toBe(perBatch * 4);
  expect(errors).toEqual([]);
});

it("settling writes all that waits, however much it is", async () => {
  const tenantId = randomUUID();
  const ledger = createLedger({ db: fresh.db, onError: (error) => expect.fail(String(error)) });
  const count = perBatch * 7;
  for (let row = 0; row < count; row += 1) ledger.record(entry(tenantId));
  await ledger.settle();
  expect(await fresh.db.operator.invocation.count({ where: { tenantId } })).toBe(count);
});

it("rows less than a batch gather before they are written, in one transaction", async () => {
  const tenantId = randomUUID();
  const ledger = createLedger({ db: fresh.db, onError: (error) => expect.fail(String(error)) });
  for (let row = 0; row < 20; row += 1) ledger.record(entry(tenantId));
  await ledger.settle();
  const rows = await fresh.db.operator.$queryRaw`
    SELECT count(*)::int AS rows, count(DISTINCT recorded_xid)::int AS transactions
    FROM invocations WHERE tenant_id = ${tenantId}::uuid`;
  expect(rows).toEqual([{ rows: 20, transactions: 1 }]);
});

it("rows of several tenants are written in one transaction, and one that is refused holds up nobody else's", async () => {
  const tenants = Array.from({ length: 5 }, () => randomUUID());
  const troubles: unknown[] = [];
  const ledger = createLedger({ db: fresh.db, onError: (error) => troubles.push(error) });
  const { operator } = fresh.db;
  for (const tenantId of tenants) ledger.record(entry(tenantId));
  await ledger.settle();
  const where = { tenantId: { in: tenants } };
  expect(await operator.invocation.count({ where })).toBe(5);
  const [written] = await operator.$queryRaw<unknown[]>`
    SELECT count(DISTINCT recorded_xid)::int AS transactions FROM invocations WHERE tenant_id = ANY(${tenants}::uuid[])`;
  expect(written).toEqual({ transactions: 1 });
  expect(troubles).toEqual([]);

  for (const tenantId of tenants) ledger.record(entry(tenantId));
  ledger.record({ ...entry(randomUUID()), billedMs: 0.5 }); // no whole number
  await ledger.settle();
  expect(await operator.invocation.count({ where })).toBe(10);
  expect(String(troubles.at(-1))).toContain("was given up: the database refuses it");
});

it("what tenant code says stands in the row letter by letter, whatever it means to PostgreSQL", async () => {
  const tenantId = randomUUID();
  const ledger = createLedger({ db: fresh.db, onError: (error) => expect.fail(String(error)) });
  const said = ["NULL", '{a,"b"}', "C:\\temp\\new", "it's; DROP TABLE x --", "zwei\nZeilen\t€😀", ""];
  const rows = said.map((text, n) => ({
    ...entry(tenantId),
    outcome: "function_error" as const,
    correlationId: `correlation ${text}`,
    errorType: text.slice(0, 20),
    errorMessage: text,
    errorStack: [text, ...said],
    steps: { [text]: n + 0.25 },
    totalMs: n + 0.125,
    initMs: n % 2 === 0 ? null : n,
    startedAt: new Date(Date.now() - n * 7919),
  }));
  for (const row of rows) ledger.record(row);
  ledger.record({ ...entry(tenantId), correlationId: "half a pair \ud83d" });
  await ledger.settle();
  const { operator } = fresh.db;
  for (const { id, errorType, errorMessage, errorStack, steps, totalMs, initMs, startedAt, correlationId } of rows)
    expect(await operator.invocation.findFirst({ where: { id } })).toMatchObject({
      ...{ errorType, errorMessage, errorStack, steps, totalMs, initMs, startedAt, correlationId },
    });
  expect(await operator.invocation.count({ where: { tenantId } })).toBe(rows.length + 1);
});

it("rows that the database takes of each tenant alone but not together are written, and it is told why", async () => {
  const tenants = [randomUUID(), randomUUID()];
  const owner = createDb({ appUrl: fresh.appUrl, operatorUrl: fresh.ownerUrl });
  await owner.operator.$executeRawUnsafe(`
    CREATE FUNCTION one_tenant_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      IF NEW.tenant_id::text <> coalesce(nullif(current_setting('test.tenant', true), ''), NEW.tenant_id::text)
        THEN RAISE EXCEPTION 'one tenant only'; END IF;
      PERFORM set_config('test.tenant', NEW.tenant_id::text, true);
      RETURN NEW;
    END $$`);
  await owner.operator.$executeRawUnsafe(
    "CREATE TRIGGER one_tenant_only BEFORE INSERT ON invocations FOR EACH ROW EXECUTE FUNCTION one_tenant_only()",
  );
  const errors: unknown[] = [];
  const ledger = createLedger({ db: fresh.db, onError: (error) => errors.push(error) });
  for (const tenantId of tenants) ledger.record(entry(tenantId));
  await ledger.settle();
  await owner.operator.$executeRawUnsafe("DROP FUNCTION one_tenant_only() CASCADE");
  await owner.close();
  expect(await fresh.db.operator.invocation.count({ where: { tenantId: { in: tenants } } })).toBe(2);
  expect(errors).toEqual([
    new Error("The rows of 2 tenants were refused together, and taken one tenant after the other."),
  ]);
  expect(errors[0]).toHaveProperty("cause.message", expect.stringContaining("one tenant only"));
});

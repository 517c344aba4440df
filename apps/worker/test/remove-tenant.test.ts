import { randomUUID } from "node:crypto";
import { createAuthor, listLambdaFunctions } from "@annex/aws";
import { closeTenant } from "@annex/control-plane";
import { seedTenant } from "@annex/db/testing";
import { foldInvocations, type LedgerEntry, writeEntries } from "@annex/telemetry";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { z } from "zod";
import { createCells } from "../src/cells/cells.ts";
import { removeClosed } from "../src/remove-tenant/remove-closed.ts";
import type { Log } from "../src/worker-context.ts";
import { deploy, draftOf, ended, type Platform, startPlatform } from "./start-platform.ts";

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.close());

/** The tables in which a tenant has rows, of every kind that the catalogue knows. */
async function tablesWith(tenantId: string): Promise<string[]> {
  const { operator } = platform.fresh.db;
  const tables = z.array(z.object({ name: z.string() })).parse(
    await operator.$queryRaw`
      SELECT c.relname AS name FROM pg_class c
      JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public'
      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id' AND NOT a.attisdropped
      WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition ORDER BY c.relname`,
  );
  const found: string[] = [];
  for (const { name } of tables) {
    const rows = await operator.$queryRawUnsafe<unknown[]>(
      `SELECT 1 AS there FROM "${name}" WHERE tenant_id = $1::uuid LIMIT 1`,
      tenantId,
    );
    if (rows.length > 0) found.push(name);
  }
  return found;
}

test("a closed tenant is gone when its time is over: from Lambda, from every table, with its people; what it spent and what was done stays", async () => {
  const { ctx, fresh, engine, cell, tenant } = platform;
  const { operator } = fresh.db;
  const neighbour = await seedTenant(fresh.db, "neighbour", cell.id);
  const person = (email: string, tenantIds: readonly string[]) =>
    operator.user.create({
      data: {
        ...{ email, name: email, passwordHash: "none" },
        memberships: { create: tenantIds.map((tenantId) => ({ tenantId, role: "developer" as const })) },
      },
    });
  await person("only@acme.example", [tenant.id]);
  await person("both@acme.example", [tenant.id, neighbour.id]);
  const code = "export const handler = async () => ({ note: 'there' });";
  await ended(ctx, "stays", await deploy(ctx, "stays", draftOf(code)));
  const before = await tablesWith(tenant.id);
  expect(before).toEqual(expect.arrayContaining(["functions", "releases", "artifacts", "deployments", "audit_events"]));

  const principal = { actor: "user:operator@annex.example" };
  const operatorContext = { principal, db: fresh.db, jobs: ctx.jobs, masterKey: ctx.masterKey };
  await closeTenant(operatorContext, { tenantId: tenant.id, reason: "They left.", afterDays: 0 });
  const troubles: unknown[] = [];
  const log: Log = (level, message, detail) => {
    if (level === "error") troubles.push(message, detail);
  };
  const cells = createCells({
    db: fresh.db,
    credentials: engine.keyOf("annex-worker"),
    sources: platform.options.sources,
  });
  for (const _ of ["once", "again"]) await removeClosed({ db: fresh.db, cells, log });
  cells.close();
  expect(troubles).toEqual([]);

  const kept = ["audit_events", "invocations", "month_costs", "rollups", "tenant_usage", "tenant_windows"];
  expect((await tablesWith(tenant.id)).filter((name) => !kept.includes(name))).toEqual([]);
  expect(await operator.tenant.findMany({ select: { id: true } })).toEqual([{ id: neighbour.id }]);
  expect((await operator.user.findMany({ select: { email: true } })).map(({ email }) => email)).toEqual([
    "both@acme.example",
  ]);
  const author = createAuthor(cell, engine.keyOf("annex-worker"));
  const left = await listLambdaFunctions(author).finally(() => author.close());
  expect(left.filter((name) => name.startsWith(`annex-${tenant.key}-`))).toEqual([]);
  expect(await operator.auditEvent.count({ where: { tenantId: tenant.id, action: "removeTenant" } })).toBe(1);
});

test("a tenant that is removed in the middle of a fold: neither waits for the other, and what it spent is counted once", async () => {
  const { ctx, fresh, engine, cell } = platform;
  const { operator } = fresh.db;
  const tenant = await seedTenant(fresh.db, "leaves", cell.id);
  const neighbour = await seedTenant(fresh.db, "remains", cell.id);
  const startedAt = new Date();
  const invocation = (tenantId: string): LedgerEntry => ({
    ...{ id: randomUUID(), tenantId, functionId: tenantId, functionName: "f", correlationId: "c", requestId: null },
    ...{ releaseNumber: 1, extensionPointKey: null, caller: "client:x", outcome: "success", errorType: null },
    ...{ errorMessage: null, errorStack: [], hops: 0, region: cell.region, startedAt, totalMs: 10, functionMs: 5 },
    ...{ billedMs: 5, initMs: null, memoryMb: 128, maxMemoryMb: 60, steps: {}, trigger: "request", acceptedId: null },
    attempt: null,
  });
  for (const { id } of [tenant, neighbour])
    await fresh.db.forTenant(id).run((tx) => writeEntries(tx, [invocation(id), invocation(id)]));
  const principal = { actor: "user:operator@annex.example" };
  const operatorContext = { principal, db: fresh.db, jobs: ctx.jobs, masterKey: ctx.masterKey };
  await closeTenant(operatorContext, { tenantId: tenant.id, reason: "They left.", afterDays: 0 });
  const troubles: unknown[] = [];
  const log: Log = (level, message, detail) => {
    if (level === "error") troubles.push(message, detail);
  };
  const credentials = engine.keyOf("annex-worker");
  const cells = createCells({ db: fresh.db, credentials, sources: platform.options.sources });
  const folding = await operator.$transaction(
    async (tx) => {
      await tx.$executeRaw`LOCK TABLE month_costs IN ACCESS EXCLUSIVE MODE`; // a fold gets to its middle, no further
      const fold = foldInvocations(operator);
      const waiting = () => operator.$queryRaw<unknown[]>`
        SELECT 1 FROM pg_locks WHERE relation = 'month_costs'::regclass AND NOT granted`;
      await vi.waitFor(async () => expect(await waiting()).toHaveLength(1), { timeout: 20_000, interval: 50 });
      await removeClosed({ db: fresh.db, cells, log });
      expect(await operator.tenant.count({ where: { id: tenant.id } })).toBe(0);
      return [fold];
    },
    { timeout: 60_000 },
  );
  await Promise.all(folding);
  cells.close();
  expect(troubles).toEqual([]);
  await vi.waitFor(
    async () => {
      await foldInvocations(operator); // an open transaction of another test may have held it back
      for (const { id: tenantId } of [tenant, neighbour]) {
        const where = { tenantId, bucketSeconds: 86_400, scope: "tenant" as const };
        expect((await operator.rollup.findMany({ where })).map(({ invocations }) => invocations)).toEqual([2n]);
        expect(
          (await operator.monthCost.findMany({ where: { tenantId } })).map(({ invocations }) => invocations),
        ).toEqual([2n]);
      }
    },
    { timeout: 20_000, interval: 50 },
  );
});

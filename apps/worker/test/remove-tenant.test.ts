import { createAuthor, listLambdaFunctions } from "@annex/aws";
import { closeTenant } from "@annex/control-plane";
import { seedTenant } from "@annex/db/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
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

  const kept = ["audit_events", "invocations", "rollups", "tenant_usage"];
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

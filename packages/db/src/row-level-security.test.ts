import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Prisma } from "./generated/client.ts";
import { type FreshDatabase, freshDatabase, seedTenant } from "./testing/index.ts";

let fresh: FreshDatabase;
let acme: string;
let globex: string;

beforeAll(async () => {
  fresh = await freshDatabase();
  acme = (await seedTenant(fresh.db, "acme")).id;
  globex = (await seedTenant(fresh.db, "globex")).id;
  await fresh.db.operator.recordType.create({ data: { key: "invoice", name: "Invoice", fields: [] } });
  await fresh.db.operator.record.create({ data: { tenantId: acme, typeKey: "invoice", data: { total: 1 } } });
});
afterAll(() => fresh.dispose());

async function asOwner(sql: string) {
  const client = new pg.Client({ connectionString: fresh.ownerUrl });
  await client.connect();
  return client.query(sql).finally(() => client.end());
}

describe("row-level security", () => {
  test("is forced, with a policy, on every table that carries a tenant", async () => {
    const { rows } = await asOwner(`
      SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p')
        AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'tenant_id')
        AND NOT (c.relrowsecurity AND c.relforcerowsecurity
          AND EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND p.polname = 'own_tenant'))`);
    expect(rows).toEqual([]);
  });

  test("is gone around only by functions that nobody else's table or function can stand in for", async () => {
    const { rows } = await asOwner(`
      SELECT p.proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
      WHERE n.nspname = 'public' AND p.prosecdef
        AND (NOT coalesce(p.proconfig, '{}') @> ARRAY['search_path=public, pg_temp']
          OR has_function_privilege('public', p.oid, 'EXECUTE'))`);
    expect(rows).toEqual([]);
  });

  test("leaves the app role without ownership, bypass or superuser", async () => {
    const { rows } = await asOwner(`
      SELECT rolsuper, rolbypassrls, (SELECT count(*)::int FROM pg_class c WHERE c.relowner = r.oid) AS owned
      FROM pg_roles r WHERE rolname = 'annex_app'`);
    expect(rows).toEqual([{ rolsuper: false, rolbypassrls: false, owned: 0 }]);
  });

  test("hides another tenant's rows", async () => {
    expect(await fresh.db.forTenant(acme).run((tx) => tx.record.count())).toBe(1);
    expect(await fresh.db.forTenant(globex).run((tx) => tx.record.count())).toBe(0);
  });

  test("refuses a row written in another tenant's name", async () => {
    const write = fresh.db
      .forTenant(globex)
      .run((tx) => tx.record.create({ data: { tenantId: acme, typeKey: "invoice", data: {} } }));
    await expect(write).rejects.toThrow(/row-level security/);
  });

  test("holds for statements beside Prisma's client, of which all are written or none", async () => {
    const insert = (tenantId: string) =>
      Prisma.sql`INSERT INTO records (id, tenant_id, type_key, data, updated_at)
        VALUES (gen_random_uuid(), ${tenantId}::uuid, 'invoice', '{}', now())`;
    await expect(fresh.db.forTenant(globex).write([insert(globex), insert(acme)])).rejects.toThrow(
      /row-level security/,
    );
    expect(await fresh.db.operator.record.count()).toBe(1);
    await fresh.db.forTenant(globex).write([insert(globex)]);
    expect(await fresh.db.forTenant(globex).run((tx) => tx.record.deleteMany())).toEqual({ count: 1 });
  });

  test("holds for each tenant's statements where several are written in one transaction", async () => {
    const insert = (tenantId: string) =>
      Prisma.sql`INSERT INTO records (id, tenant_id, type_key, data, updated_at)
        VALUES (gen_random_uuid(), ${tenantId}::uuid, 'invoice', '{}', now())`;
    const own = { tenantId: globex, statements: [insert(globex)] };
    const others = { tenantId: acme, statements: [insert(globex)] };
    await expect(fresh.db.writeEach([own, others])).rejects.toThrow(/row-level security/);
    expect(await fresh.db.operator.record.count()).toBe(1);
    await fresh.db.writeEach([own, { tenantId: acme, statements: [] }]);
    expect(await fresh.db.forTenant(globex).run((tx) => tx.record.deleteMany())).toEqual({ count: 1 });
    await expect(fresh.db.writeEach([{ tenantId: "' OR true --", statements: [] }])).rejects.toThrow("by its UUID");
  });

  test("changes nothing of another tenant, by ID or in bulk", async () => {
    const changed = await fresh.db.forTenant(globex).run((tx) => tx.record.updateMany({ data: { version: 9 } }));
    const removed = await fresh.db.forTenant(globex).run((tx) => tx.record.deleteMany({ where: { tenantId: acme } }));
    expect([changed.count, removed.count]).toEqual([0, 0]);
  });

  test("shows nothing outside a tenant's transaction", async () => {
    const client = new pg.Client({ connectionString: fresh.appUrl });
    await client.connect();
    const { rows } = await client.query("SELECT count(*)::int AS n FROM records").finally(() => client.end());
    expect(rows).toEqual([{ n: 0 }]);
  });

  test("keeps password hashes from tenants", async () => {
    const read = fresh.db.forTenant(acme).run((tx) => tx.$queryRaw`SELECT password_hash FROM users`);
    await expect(read).rejects.toThrow(/permission denied/);
  });

  test("lets nobody but the owner rewrite the audit trail", async () => {
    await fresh.db.operator.auditEvent.create({ data: { actor: "a", action: "b", target: "c" } });
    await expect(fresh.db.operator.auditEvent.deleteMany()).rejects.toThrow(/permission denied/);
  });

  test("refuses a tenant that is no UUID before it asks the database", () => {
    expect(() => fresh.db.forTenant("' OR true --")).toThrow("A tenant is named by its UUID.");
  });
});

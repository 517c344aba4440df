import pg from "pg";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type Listener, listen } from "./listen.ts";
import { type FreshDatabase, freshDatabase, seedTenant } from "./testing/index.ts";

let fresh: FreshDatabase;
let listener: Listener | undefined;
const heard: { table: string; id: string; tenantId: string }[] = [];
const onReconnect = vi.fn();

beforeAll(async () => {
  fresh = await freshDatabase();
  listener = await listen({
    url: fresh.appUrl,
    channels: ["annex_changes"],
    onNotification: (_channel, payload) => heard.push(JSON.parse(payload)),
    onReconnect,
  });
});
afterAll(async () => {
  await listener?.close();
  await fresh.dispose();
});

test("a change of a tenant is told without anybody's doing", async () => {
  const tenant = await seedTenant(fresh.db, "acme");
  await vi.waitFor(() => expect(heard).toContainEqual({ table: "tenants", id: tenant.id, tenantId: tenant.id }));
});

test("a lost connection comes back, says so, and hears again", async () => {
  const client = new pg.Client({ connectionString: fresh.ownerUrl });
  await client.connect();
  await client.query(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND datname = current_database()",
  );
  await client.end();
  await vi.waitFor(() => expect(onReconnect).toHaveBeenCalled(), 10_000);
  const tenant = await seedTenant(fresh.db, "globex");
  await vi.waitFor(() => expect(heard.map((change) => change.id)).toContain(tenant.id));
});

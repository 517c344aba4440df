import { once } from "node:events";
import { createServer, connect as dial, type Socket } from "node:net";
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

/** The connections to this database that name themselves so. */
async function connectionsOf(application: string): Promise<number> {
  const client = new pg.Client({ connectionString: fresh.ownerUrl });
  await client.connect();
  const { rowCount } = await client.query(
    "SELECT FROM pg_stat_activity WHERE application_name = $1 AND datname = current_database()",
    [application],
  );
  await client.end();
  return rowCount ?? 0;
}

function named(url: string, application: string): URL {
  const own = new URL(url);
  own.searchParams.set("application_name", application);
  return own;
}

test("a connection that cannot listen is ended", async () => {
  const url = named(fresh.appUrl, "annex_deaf").href;
  await expect(listen({ url, channels: [""], onNotification: () => undefined })).rejects.toThrow("zero-length");
  await vi.waitFor(async () => expect(await connectionsOf("annex_deaf")).toBe(0));
});

test("closed while it connects again, it leaves no connection behind", async () => {
  const url = named(fresh.appUrl, "annex_closed");
  const { hostname: host, port } = url;
  const sockets: Socket[] = [];
  let relay = (client: Socket) => {
    const server = dial({ host, port: Number(port) });
    client.on("close", () => server.destroy()).on("error", () => undefined);
    server.on("error", () => undefined);
    client.pipe(server).pipe(client);
  };
  const pass = relay;
  const server = createServer((client) => {
    sockets.push(client);
    relay(client);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  url.port = String(Object(server.address()).port);
  const own = await listen({ url: url.href, channels: ["annex_changes"], onNotification: () => undefined });
  relay = () => undefined; // the next one has to wait
  sockets[0]?.destroy();
  await vi.waitFor(() => expect(sockets).toHaveLength(2), 5000);
  const closed = own.close();
  if (sockets[1]) pass(sockets[1]);
  await closed;
  await vi.waitFor(async () => expect(await connectionsOf("annex_closed")).toBe(0));
  server.close();
});

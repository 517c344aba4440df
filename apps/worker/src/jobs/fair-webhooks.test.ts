import { randomBytes, randomUUID } from "node:crypto";
import { createServer, type Server } from "node:http";
import { createJobSender, createWebhook, type JobSender, ofTenant, testWebhook } from "@annex/control-plane";
import { parseMasterKey } from "@annex/envelope";
import { createExpressionPool } from "@annex/field-mapping/worker-pool";
import { type FreshDatabase, freshDatabase, listenLocally, seedTenant } from "@annex/testing";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { createCells } from "../cells/cells.ts";
import type { WorkerContext } from "../worker-context.ts";
import { type Consumer, consumeJobs } from "./consume-jobs.ts";

const masterKey = parseMasterKey(randomBytes(32).toString("base64"));
const nowhere = "http://127.0.0.1:1";
let fresh: FreshDatabase;
let jobs: JobSender;
let server: Server;
let host: string;
let consumer: Consumer | undefined;
const asked: string[] = [];

beforeAll(async () => {
  fresh = await freshDatabase();
  jobs = await createJobSender(fresh.operatorUrl);
  server = createServer((request, response) => {
    asked.push(request.url ?? "");
    if (request.url === "/quick") response.writeHead(204).end(); // the others wait until they give up
  });
  host = `127.0.0.1:${await listenLocally(server)}`;
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
  await consumer?.close(3000);
  await jobs.close();
  await fresh.dispose();
});

async function hookOf(slug: string, path: string) {
  const tenant = await seedTenant(fresh.db, slug);
  const principal = { actor: `user:dev@${slug}.example`, role: "developer" } as const;
  const ctx = ofTenant({ tenant, principal, db: fresh.db.forTenant(tenant.id), jobs, masterKey });
  const { id: webhookId } = await createWebhook(ctx, { name: `hook-${randomUUID()}`, url: `http://${host}${path}` });
  return () => testWebhook(ctx, { webhookId });
}

test("a tenant whose receivers never answer does not keep another's webhooks waiting", async () => {
  const [hang, tell] = [await hookOf("acme", "/hangs"), await hookOf("globex", "/quick")];
  for (let count = 0; count < 20; count += 1) await hang();
  const { id } = await tell();
  const sources = { npmRegistry: nowhere, pythonIndex: nowhere, pythonFiles: [], extraCa: null };
  const ctx: WorkerContext = {
    ...{ db: fresh.db, masterKey, sources, mailer: null, log: () => undefined },
    cells: createCells({ db: fresh.db, credentials: undefined, sources }),
    webhookHosts: new Set([host]),
    doors: { dataPlane: nowhere, identity: nowhere, database: nowhere },
    evaluateFor: createExpressionPool().evaluateFor, // no expression is run here, so that it starts no thread
  };
  consumer = await consumeJobs(ctx, fresh.operatorUrl);
  const { webhookDelivery } = fresh.db.operator;
  await vi.waitFor(
    async () => expect(await webhookDelivery.findUnique({ where: { id } })).toMatchObject({ state: "delivered" }),
    {
      ...{ timeout: 30_000, interval: 50 },
    },
  );
  expect(asked.filter((path) => path === "/hangs").length).toBeLessThan(20);
  ctx.cells.close();
}, 60_000);

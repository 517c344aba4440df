import { endAccess, grantAccess, type OperatorContext, requestAccess } from "@annex/control-plane";
import { afterAll, beforeAll, expect, test } from "vitest";
import { loadHandlers, type PortalApi, startPortalApi } from "./start-portal-api";

let api: PortalApi;
let handlers: Awaited<ReturnType<typeof loadHandlers>>;
beforeAll(async () => {
  api = await startPortalApi();
  handlers = await loadHandlers();
});
afterAll(() => api.close());

async function get(path: string): Promise<Response> {
  const headers = { cookie: await api.operatorCookie(), "x-annex-tenant": "acme", origin: "http://portal.test" };
  const handler = handlers.get(`GET ${path}`);
  if (!handler) throw new Error(`No handler for ${path}.`);
  return handler(new Request(`http://portal.test${path}`, { headers }), { params: Promise.resolve({}) });
}

test("an operator reads a tenant by its owner's consent alone, and a stream that is open ends with it within a second", async () => {
  const { ctx } = api.acme;
  expect((await get("/api/v1/functions")).status).toBe(404); // and the operator's row is made
  const { jobs, masterKey } = ctx;
  const principal = { actor: "user:operator@annex.example" };
  const operator: OperatorContext = { principal, db: api.fresh.db, jobs, masterKey };
  const asked = { role: "viewer", reason: "The import fails", portalUrl: "http://portal.test" } as const;
  const { id: accessId } = await requestAccess(operator, { tenantId: ctx.tenant.id, ...asked });
  expect((await get("/api/v1/functions")).status).toBe(404);
  await grantAccess(ctx, { accessId });
  expect((await get("/api/v1/functions")).status).toBe(200);
  expect((await get("/api/v1/operator/tenants")).status).toBe(200);

  const tail = await get("/api/v1/logs/tail");
  const reader = tail.body?.getReader();
  expect((await reader?.read())?.done).toBe(false);
  await endAccess(ctx, { accessId });
  const endedAt = performance.now();
  await expect(
    (async () => {
      for (let read = await reader?.read(); read && !read.done; ) read = await reader?.read();
    })(),
  ).rejects.toThrow();
  expect(performance.now() - endedAt).toBeLessThan(1000);
  expect((await get("/api/v1/functions")).status).toBe(404);
});

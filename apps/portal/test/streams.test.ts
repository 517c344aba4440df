import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { deploymentStream } from "../src/server/deployment-stream";
import { loadHandlers, type PortalApi, seedThings, startPortalApi } from "./start-portal-api";

let api: PortalApi;
let handlers: Awaited<ReturnType<typeof loadHandlers>>;
beforeAll(async () => {
  api = await startPortalApi();
  handlers = await loadHandlers();
});
afterAll(() => api.close());

const email = "leaver@acme.example";
const userOf = () => api.fresh.db.operator.user.findUniqueOrThrow({ where: { email } });

async function get(path: string, headers: Record<string, string>): Promise<Response> {
  const handler = handlers.get(`GET ${path}`);
  if (!handler) throw new Error(`No handler for ${path}.`);
  const request = new Request(`http://portal.test${path}`, { headers: { ...headers, "x-annex-tenant": "acme" } });
  return handler(request, { params: Promise.resolve({}) });
}

/** Reads a stream to its end; resolves with the milliseconds that it lasted from now. */
async function lasts(response: Response): Promise<number> {
  const reader = response.body?.getReader();
  const began = performance.now();
  try {
    for (let read = await reader?.read(); read && !read.done; ) read = await reader?.read();
  } catch {
    // cut off: the same to who reads it
  }
  return performance.now() - began;
}

beforeEach(async () => {
  const { operator } = api.fresh.db;
  await operator.user.deleteMany({ where: { email } });
  const { id: userId } = await operator.user.create({ data: { email, name: "Leaver" } });
  await operator.membership.create({ data: { userId, tenantId: api.acme.ctx.tenant.id, role: "viewer" } });
});

const longest = 4000;

test.each([
  ["its session", async () => api.fresh.db.operator.session.updateMany({ data: { endedAt: new Date() } })],
  ["its person's membership", async () => api.fresh.db.operator.membership.deleteMany({ where: { user: { email } } })],
])("a stream of log lines ends with %s", async (_, end) => {
  const cookie = await api.cookieOf((await userOf()).id);
  const stream = await get("/api/v1/logs/tail", { cookie });
  expect(stream.status).toBe(200);
  await end();
  expect(await lasts(stream)).toBeLessThan(longest);
});

test("a stream of log lines ends with the access token that opened it", async () => {
  const token = await api.acme.freshToken("viewer");
  const stream = await get("/api/v1/logs/tail", { authorization: `Bearer ${token}` });
  expect(stream.status).toBe(200);
  await api.fresh.db.operator.accessToken.updateMany({ data: { revokedAt: new Date() } });
  expect(await lasts(stream)).toBeLessThan(longest);
});

test("a stream whose person may go on goes on", async () => {
  const { session } = api.fresh.db.operator;
  const cookie = await api.cookieOf((await userOf()).id);
  const stream = await get("/api/v1/logs/tail", { cookie });
  let isOpen = true;
  const ended = lasts(stream).finally(() => {
    isOpen = false;
  });
  const longAgo = new Date(Date.now() - 3_600_000);
  await session.updateMany({ data: { seenAt: longAgo } });
  const isSeen = async () => expect(await session.count({ where: { seenAt: { gt: longAgo }, endedAt: null } })).toBe(1);
  await vi.waitFor(isSeen, { timeout: longest, interval: 50 }); // the session was looked at again
  expect(isOpen).toBe(true);
  await session.updateMany({ data: { endedAt: new Date() } });
  await ended;
});

test("a stream of a deployment ends at once where its browser went before it began", async () => {
  const { deployment } = await seedThings(api);
  const stream = await deploymentStream(deployment, async () => deployment, AbortSignal.abort());
  expect(await lasts(stream)).toBeLessThan(longest);
});

import { once } from "node:events";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type Platform, problemOf, startPlatform } from "../test/start-platform.ts";
import { type DataPlaneProcess, startProcess } from "../test/start-process.ts";

let platform: Platform;
let both: readonly DataPlaneProcess[];
const url = "/v1/functions/echo/invocations";
const body = { fields: {} };
const within = { timeout: 1000, interval: 20 };

beforeAll(async () => {
  platform = await startPlatform();
  const code = "export const handler = async (e, c) => { await new Promise((d) => setTimeout(d, 300)); return {}; };";
  await platform.acme.deploy({ name: "echo", code });
  both = await Promise.all([startProcess(platform), startProcess(platform)]);
});
afterAll(async () => {
  await Promise.all(both.map((one) => one.stop()));
  await platform.close();
});

/** What both processes answer to a token, once they agree on `status`; at most a second after the change. */
async function bothAnswer(token: string, status: number) {
  await Promise.all(
    both.map((one) =>
      vi.waitFor(async () => expect((await one.call("POST", url, { body, token })).status).toBe(status), within),
    ),
  );
}

describe("two data planes refuse within one second", () => {
  test("a tenant that is suspended, and serve it when it is resumed", async () => {
    const { operator } = platform.fresh.db;
    const where = { id: platform.acme.tenant.id };
    const token = await platform.acme.token();
    for (const one of both) expect((await one.call("POST", url, { body, token })).status).toBe(200);
    await operator.tenant.update({ where, data: { status: "suspended" } });
    await bothAnswer(token, 403);
    await operator.tenant.update({ where, data: { status: "active" } });
    await bothAnswer(token, 200);
  });

  test("a client that is revoked", async () => {
    const { operator } = platform.fresh.db;
    const where = { clientId: platform.acme.clientId };
    const token = await platform.acme.token();
    await bothAnswer(token, 200);
    await operator.apiClient.update({ where, data: { revokedAt: new Date() } });
    await bothAnswer(token, 401);
    await operator.apiClient.update({ where, data: { revokedAt: null } });
    await bothAnswer(token, 200);
  });

  test("a token of before its client's secret was changed, and take one of after", async () => {
    const { operator } = platform.fresh.db;
    const where = { clientId: platform.acme.clientId };
    const token = await platform.acme.token({ issuedAt: Math.floor(Date.now() / 1000) - 1 });
    await bothAnswer(token, 200);
    await operator.apiClient.update({ where, data: { secretHash: "another" } });
    await bothAnswer(token, 401);
    const [one] = both;
    const refused = await one?.call("POST", url, { body, token });
    expect(refused && problemOf(refused).detail).toMatch(/secret was changed/);
    await bothAnswer(await platform.acme.token({ issuedAt: Math.floor(Date.now() / 1000) + 1 }), 200);
  });
});

describe("a data plane process", () => {
  test("says that it lives and that it is ready", async () => {
    const [one] = both;
    expect((await fetch(`${one?.url}/health`)).status).toBe(200);
    expect(await (await fetch(`${one?.url}/ready`)).json()).toEqual({ status: "ready", reasons: [] });
  });

  test("lets what runs finish when it is told to end, takes nothing new, and its ledger is whole", async () => {
    const one = await startProcess(platform);
    const token = await platform.acme.token({ issuedAt: Math.floor(Date.now() / 1000) + 1 });
    await one.call("POST", url, { body, token });
    const running = Array.from({ length: 3 }, () => one.call("POST", url, { body, token }));
    await vi.waitFor(async () => expect((await fetch(`${one.url}/ready`)).status).toBe(200));
    const ended = once(one.child, "exit");
    await new Promise((done) => setTimeout(done, 100)); // the calls are on their way to the function, which takes 300 ms
    one.child.kill("SIGTERM");
    const answers = await Promise.all(running);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(await ended).toEqual([0, null]);
    await expect(fetch(`${one.url}/ready`)).rejects.toThrow();
    const ids = answers.map((answer) => String(Object(answer.body).invocationId));
    expect(await platform.fresh.db.operator.invocation.count({ where: { id: { in: ids } } })).toBe(3);
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { bind, type Platform, problemOf, startPlatform } from "../../test/start-platform.ts";
import { type DataPlaneProcess, startProcess } from "../../test/start-process.ts";

let platform: Platform;
let other: DataPlaneProcess | undefined;
const url = "/v1/functions/slow/invocations";
const pointUrl = "/v1/extension-points/invoice.submitted/invocations";
const asked = { body: { fields: { "invoice.number": "R-1" } } };

beforeAll(async () => {
  platform = await startPlatform();
  const code = "export const handler = async () => { await new Promise((done) => setTimeout(done, 400)); return {}; };";
  const { functionId } = await platform.acme.deploy({ name: "slow", code });
  await bind(platform, platform.acme, "invoice.submitted", functionId);
  await platform.globex.deploy({ name: "slow", code: "export const handler = async () => ({});" });
});
afterAll(async () => {
  await other?.stop();
  await platform.close();
});

/** Gives Acme limits of its own, and waits until the data plane knows. */
async function limitAcme(quotas: Record<string, number>) {
  const { directory } = platform.dataPlane.services;
  const where = { id: platform.acme.tenant.id };
  await platform.fresh.db.operator.tenant.update({ where, data: { quotas } });
  await vi.waitFor(async () => expect((await directory.tenant(where.id)).limits).toMatchObject(quotas), 1000);
}
beforeEach(() => limitAcme({ invocationsPerDay: 1_000_000 }));

describe("a tenant that passes a limit is told which one and how long to wait:", () => {
  test("requests a second", async () => {
    await limitAcme({ requestsPerSecond: 1 });
    const answers = [];
    for (let call = 0; call < 4; call += 1) answers.push(await platform.acme.call("GET", "/v1/records/invoice"));
    const refused = answers.find(({ status }) => status === 429);
    expect(refused?.body).toMatchObject({ code: "limit_exceeded", reason: "rate" });
    expect(refused?.headers["retry-after"]).toBe("1");
    expect((await platform.globex.call("GET", "/v1/records/invoice")).status).toBe(200);
  });

  test("invocations at once: the next one waits for its place, and is refused where its caller does not wait as long", async () => {
    await limitAcme({ concurrency: 1 });
    const token = await platform.acme.token();
    await platform.acme.call("POST", url, { ...asked, token });
    const both = await Promise.all([1, 2].map(() => platform.acme.call("POST", url, { ...asked, token })));
    expect(both.map(({ status }) => status)).toEqual([200, 200]);

    await platform.fresh.db.operator.extensionPoint.update({
      where: { key: "invoice.submitted" },
      data: { timeoutMs: 300 },
    });
    const { directory } = platform.dataPlane.services;
    const point = () => directory.pointTargets(platform.acme.tenant.id, "invoice.submitted");
    await vi.waitFor(async () => expect((await point()).timeoutMs).toBe(300), 1000);
    const first = platform.acme.call("POST", url, { ...asked, token });
    await vi.waitFor(() => expect(platform.dataPlane.services.limits.load.active).toBe(1));
    const second = await platform.acme.call("POST", pointUrl, { ...asked, token });
    expect(second.body).toMatchObject({ status: "throttled", functions: [{ status: "throttled" }] });
    expect((await platform.globex.call("POST", url, asked)).status).toBe(200);
    expect((await first).status).toBe(200);
  });

  test("invocations of a day, counted over every process", async () => {
    const { operator } = platform.fresh.db;
    const tenantId = platform.acme.tenant.id;
    await platform.dataPlane.services.ledger.settle();
    const used = Number((await operator.tenantUsage.findFirst({ where: { tenantId } }))?.invocations ?? 0);
    await limitAcme({ invocationsPerDay: used + 2 });
    other = await startProcess(platform);
    const elsewhere = other;
    const token = await platform.acme.token();
    expect((await elsewhere.call("POST", url, { ...asked, token })).status).toBe(200);
    expect((await platform.acme.call("POST", url, { ...asked, token })).status).toBe(200);
    await platform.dataPlane.services.ledger.settle();
    for (const call of [
      () => elsewhere.call("POST", url, { ...asked, token }),
      () => platform.acme.call("POST", url, asked),
    ]) {
      const answer = await vi.waitFor(async () => {
        const refused = await call();
        expect(refused.status).toBe(429);
        return refused;
      }, 2000);
      expect(answer.body).toMatchObject({ reason: "daily_invocations" });
      expect(problemOf(answer).detail).toContain("00:00 UTC");
      expect(Number(answer.headers["retry-after"])).toBeGreaterThan(0);
    }
  });
});

import type { SaveBudget } from "@annex/contract";
import {
  endLift,
  endPause,
  evaluateBudgets,
  getSuspension,
  liftBudget,
  listStops,
  pause,
  resumeTenant,
  saveBudget,
  suspendTenant,
  sweepAccepted,
} from "@annex/control-plane";
import { foldInvocations } from "@annex/telemetry";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { bind, type Platform, startPlatform } from "../../test/start-platform.ts";

let platform: Platform;
let functionId: string;
const reason = "It floods the supplier's API.";
const asked = { body: { fields: { "invoice.number": "R-1" } } };
const byName = "/v1/functions/score/invocations";
const atPoint = "/v1/extension-points/invoice.submitted/invocations";

beforeAll(async () => {
  platform = await startPlatform();
  const code = "export const handler = async () => ({});";
  for (const caller of [platform.acme, platform.globex]) {
    const deployed = await caller.deploy({ name: "score", code });
    await bind(platform, caller, "invoice.submitted", deployed.functionId);
    if (caller === platform.acme) ({ functionId } = deployed);
  }
  const slow =
    "export const handler = async () => { await new Promise((done) => setTimeout(done, 1500)); return {}; };";
  await platform.acme.deploy({ name: "slow", code: slow });
});
afterAll(() => platform.close());

const operator = () => ({
  ...{ db: platform.fresh.db, jobs: platform.dataPlane.services.jobs, masterKey: platform.masterKey },
  principal: { actor: "user:operator@annex.example" },
});
const acme = () => platform.acme.call("POST", byName, asked);

/** Longest time in which a change may take effect. */
const within = { timeout: 1000, interval: 20 };

describe("what an operator pauses is refused within a second with the reason, for nobody else, until the pause ends:", () => {
  const tenant = () => ({ tenantId: platform.acme.tenant.id, reason });
  const kinds = {
    "a function": () => ({ kind: "function", functionName: "score", ...tenant() }) as const,
    "a release": () => ({ kind: "release", functionName: "score", releaseNumber: 1, ...tenant() }) as const,
    "a runtime of one tenant": () => ({ kind: "runtime", runtime: "nodejs24.x", ...tenant() }) as const,
  };
  test.each(Object.entries(kinds))("%s", async (_kind, what) => {
    expect((await acme()).status).toBe(200);
    const { id: pauseId } = await pause(operator(), what());
    await vi.waitFor(async () => expect((await acme()).status).toBe(403), within);
    const refused = (await acme()).body;
    expect(refused).toMatchObject({ code: "paused", detail: expect.stringContaining(reason) });
    await expect(pause(operator(), what())).rejects.toMatchObject({ code: "conflict" });
    const bound = await platform.acme.call("POST", atPoint, asked);
    expect(bound).toMatchObject({
      status: 200,
      body: { status: "throttled", functions: [{ error: { type: "paused" } }] },
    });
    expect((await platform.globex.call("POST", byName, asked)).status).toBe(200);
    expect((await endPause(operator(), { pauseId })).endedBy).toBe("user:operator@annex.example");
    await vi.waitFor(async () => expect((await acme()).status).toBe(200), within);
  });

  test("an extension point, for all tenants", async () => {
    const what = { kind: "extension_point", extensionPointKey: "invoice.submitted", reason } as const;
    const { id: pauseId } = await pause(operator(), what);
    for (const caller of [platform.acme, platform.globex])
      await vi.waitFor(async () => {
        const { status, body } = await caller.call("POST", atPoint, asked);
        expect({ status, body }).toMatchObject({ status: 403, body: { code: "paused" } });
      }, within);
    expect((await acme()).status).toBe(200);
    await endPause(operator(), { pauseId });
    await vi.waitFor(async () => expect((await platform.acme.call("POST", atPoint, asked)).status).toBe(200), within);
  });
});

test("an accepted invocation of a paused function is held, and runs when the pause ends", async () => {
  const { fresh, dataPlane, acme: caller } = platform;
  const tenantId = caller.tenant.id;
  const { id: pauseId } = await pause(operator(), { kind: "function", functionName: "score", tenantId, reason });
  const accepted = await caller.call("POST", `${byName}?mode=async`, asked);
  expect(accepted.status).toBe(202);
  const state = async () =>
    (await fresh.db.operator.acceptedInvocation.findFirstOrThrow({ where: { functionId } })).state;
  await vi.waitFor(async () => expect(await state()).toBe("held"), { timeout: 5000 });
  expect(await sweepAccepted(fresh.db, dataPlane.services.jobs)).toBe(0);
  await endPause(operator(), { pauseId });
  expect(await sweepAccepted(fresh.db, dataPlane.services.jobs)).toBe(1);
  await vi.waitFor(async () => expect(await state()).toBe("done"), { timeout: 5000 });
});

test("a suspended tenant's people are told so, without the operators' own words", async () => {
  const { tenant } = platform.acme;
  const told = () => listStops({ db: platform.fresh.db.forTenant(tenant.id), tenant });
  expect(await told()).toEqual([]);
  await suspendTenant(operator(), { tenantId: tenant.id, reason: "Fraud is suspected" });
  const [stop, ...others] = await told();
  expect(stop).toMatchObject({ kind: "tenant", effect: "pause", target: tenant.slug });
  expect(JSON.stringify(stop)).not.toContain("Fraud");
  expect(others).toEqual([]);
  await resumeTenant(operator(), { tenantId: tenant.id });
  expect(await told()).toEqual([]);
  await vi.waitFor(async () => expect((await acme()).status).toBe(200), within);
});

describe("a budget", () => {
  const budget = (more: Partial<SaveBudget>) => {
    const tenantId = platform.acme.tenant.id;
    return saveBudget(operator(), { tenantId, period: "day", amountUsd: 1000, ...more });
  };
  const stops = async () => {
    const { tenant } = platform.acme;
    return listStops({ db: platform.fresh.db.forTenant(tenant.id), tenant });
  };

  test("counts the one number that daily limits, rollups and the rows themselves come to", async () => {
    const { operator: db } = platform.fresh.db;
    await platform.dataPlane.services.ledger.settle();
    const { spentUsd } = await budget({});
    const where = { tenantId: platform.acme.tenant.id };
    const rows = await db.invocation.aggregate({ where, _sum: { costPicoUsd: true } });
    await vi.waitFor(async () => {
      await foldInvocations(db);
      const scope = { ...where, scope: "tenant", bucketSeconds: 86_400 } as const;
      const rollups = await db.rollup.aggregate({ where: scope, _sum: { costPicoUsd: true } });
      expect(rollups._sum.costPicoUsd).toBe(rows._sum.costPicoUsd);
    });
    expect(spentUsd).toBeGreaterThan(0);
    expect(spentUsd).toBe(Number(rows._sum.costPicoUsd) / 1e12);
    const day = await db.tenantUsage.findMany({ where });
    expect(spentUsd).toBe(day.reduce((sum, { costPicoUsd }) => sum + Number(costPicoUsd), 0) / 1e12);
  });

  test("throttles: few invocations go through, the others are told why and how long to wait", async () => {
    await budget({ amountUsd: 0.000_001, pausePercent: null });
    await vi.waitFor(async () => expect((await acme()).status).toBe(429), within);
    const refused = await acme();
    expect(refused.body).toMatchObject({ code: "limit_exceeded", reason: "budget" });
    expect(refused.headers["retry-after"]).toBe("1");
    expect((await stops())[0]).toMatchObject({ kind: "budget", effect: "throttle" });
    await vi.waitFor(async () => expect((await acme()).status).toBe(200), 3000);
  });

  test("pauses: every call is refused with the reason, until an operator lifts it, and again after that", async () => {
    const { id: budgetId } = await budget({ amountUsd: 0.000_001 });
    await vi.waitFor(async () => expect((await acme()).status).toBe(403), within);
    const { body } = await platform.acme.call("POST", atPoint, asked);
    expect(body).toMatchObject({ code: "paused", detail: expect.stringContaining("0.000001 USD a day, is used up") });
    expect((await stops())[0]).toMatchObject({ kind: "budget", effect: "pause" });
    expect((await platform.globex.call("POST", byName, asked)).status).toBe(200);
    const lifted = await liftBudget(operator(), { budgetId, reason: "They pay for more.", hours: 1 });
    expect(lifted.lifted?.by).toBe("user:operator@annex.example");
    await vi.waitFor(async () => expect((await acme()).status).toBe(200), within);
    expect((await stops())[0]).toMatchObject({ effect: "warn" });
    await endLift(operator(), { budgetId });
    await vi.waitFor(async () => expect((await acme()).status).toBe(403), within);
    await budget({ amountUsd: 1000 });
    await vi.waitFor(async () => expect((await acme()).status).toBe(200), within);
  });

  test("that is raised above what was spent lets through at once, however little it was raised", async () => {
    await platform.dataPlane.services.ledger.settle();
    const amountUsd = 0.000_01;
    const spent = Math.floor(((await budget({ amountUsd })).spentUsd / amountUsd) * 100);
    const atPercent = (percent: number) =>
      budget({ amountUsd, warnPercent: percent, throttlePercent: percent, pausePercent: percent });
    expect(await atPercent(spent)).toMatchObject({ state: "pause" });
    expect(await atPercent(spent + 1)).toMatchObject({ state: "ok" });
    await budget({});
  });

  test("comes into force as the ledger is written, and says so in the audit trail", async () => {
    const { db } = platform.fresh;
    const { spentUsd } = await budget({});
    await budget({ amountUsd: spentUsd + 0.000_000_3, warnPercent: 100, throttlePercent: null, pausePercent: 100 });
    await acme();
    await vi.waitFor(async () => {
      await evaluateBudgets(db);
      expect((await acme()).status).toBe(403);
    });
    const event = await db.operator.auditEvent.findFirst({
      where: { action: "changeBudgetState" },
      orderBy: { id: "desc" },
    });
    expect(event).toMatchObject({ actor: "system:worker", target: "budget:acme/day", detail: { to: "pause" } });
    await budget({ amountUsd: 1000 });
    await vi.waitFor(async () => expect((await acme()).status).toBe(200), within);
  });

  test("of a function stops that function alone", async () => {
    await platform.dataPlane.services.ledger.settle();
    await foldInvocations(platform.fresh.db.operator);
    await budget({ functionName: "score", amountUsd: 0.000_001 });
    await vi.waitFor(async () => expect((await acme()).status).toBe(403), within);
    expect((await platform.acme.call("POST", "/v1/functions/slow/invocations", asked)).status).toBe(200);
    await budget({ functionName: "score", amountUsd: 1000 });
    await vi.waitFor(async () => expect((await acme()).status).toBe(200), within);
  });
});

test("a suspension shows what is under way, what waits and what it refused", async () => {
  const { acme: caller } = platform;
  const tenantId = caller.tenant.id;
  const slow = caller.call("POST", "/v1/functions/slow/invocations", asked);
  await vi.waitFor(
    async () => expect(await getSuspension(operator(), { tenantId })).toMatchObject({ underWay: 1 }),
    3000,
  );
  await suspendTenant(operator(), { tenantId, reason });
  await vi.waitFor(async () => expect((await acme()).status).toBe(403), within);
  expect((await slow).status).toBe(200);
  await acme();
  await vi.waitFor(async () => {
    const evidence = await getSuspension(operator(), { tenantId });
    expect(evidence).toMatchObject({ status: "suspended", reason, underWay: 0 });
    expect(evidence.suspendedBy).toBe("user:operator@annex.example");
    expect(evidence.refused).toBeGreaterThanOrEqual(2);
  }, 3000);
  await resumeTenant(operator(), { tenantId });
  await vi.waitFor(async () => expect((await acme()).status).toBe(200), within);
});

import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  createFunction,
  deleteFunction,
  getPlan,
  getPlanImpact,
  getQuotas,
  listOperatorAudit,
  listPlans,
  publishRelease,
  restoreFunction,
  saveDraft,
  savePlan,
  setTenantPlan,
} from "../src/index.ts";
import { type ControlPlane, draftOf, startControlPlane } from "./start-control-plane.ts";

let plane: ControlPlane;
beforeAll(async () => {
  plane = await startControlPlane();
});
afterAll(() => plane.close());
beforeEach(() => setTenantPlan(plane.operator, { tenantId: plane.acme.tenant.id, plan: "standard" }));

const own = (quotas: Parameters<typeof setTenantPlan>[1]["quotas"]) =>
  setTenantPlan(plane.operator, { tenantId: plane.acme.tenant.id, plan: "standard", quotas });
const make = (name: string) => createFunction(plane.acme, { name, extensionPointKey: null, template: "blank" });
const count = async () => (await getQuotas(plane.acme)).limits.find(({ key }) => key === "functions")?.used ?? 0;

test("a tenant sees what it may have and has, and whether a limit is its own", async () => {
  await own({ functions: 7 });
  const { plan, limits } = await getQuotas(plane.acme);
  expect(plan).toEqual({ key: "standard", name: "Standard" });
  expect(limits.find(({ key }) => key === "functions")).toEqual({ key: "functions", limit: 7, used: 0, own: true });
  expect(limits.find(({ key }) => key === "memoryMb")).toEqual({
    key: "memoryMb",
    limit: 2048,
    used: null,
    own: false,
  });
  expect((await getQuotas(plane.globex)).limits.find(({ key }) => key === "functions")?.limit).toBe(200);
});

test("a tenant sees what it has used of the day, as the ledger was written", async () => {
  const { operator } = plane.fresh.db;
  const tenantId = plane.acme.tenant.id;
  const row = {
    tenantId,
    correlationId: "c",
    functionId: randomUUID(),
    functionName: "f",
    caller: "client:x",
    totalMs: 1,
  };
  const startedAt = new Date();
  const rows = [1, 2, 3].map(() => ({ ...row, id: randomUUID(), outcome: "success" as const, startedAt }));
  await operator.invocation.createMany({ data: rows });
  await operator.invocation.createMany({ data: rows, skipDuplicates: true });
  const { limits } = await getQuotas(plane.acme);
  expect(limits.find(({ key }) => key === "invocationsPerDay")).toMatchObject({ used: 3, limit: 5_000_000 });
  expect(limits.find(({ key }) => key === "spendCentsPerDay")?.used).toBe(0);
});

describe("a limit binds, and says what to do:", () => {
  test("functions, those in the bin not counted, also for many at once", async () => {
    await own({ functions: (await count()) + 2 });
    const made = await Promise.allSettled(["many-a", "many-b", "many-c", "many-d"].map(make));
    expect(made.filter(({ status }) => status === "fulfilled")).toHaveLength(2);
    const refused = made.find(({ status }) => status === "rejected");
    expect(refused).toMatchObject({
      reason: { code: "limit_exceeded", message: expect.stringMatching(/Delete one, or ask the operator for more\.$/) },
    });
    const names = await plane.acme.db.run((tx) => tx.function.findMany({ select: { name: true } }));
    const { id: functionId } = await deleteFunction(plane.acme, { functionName: names[0]?.name ?? "" });
    await make("many-e");
    await expect(restoreFunction(plane.acme, { functionId })).rejects.toMatchObject({ code: "limit_exceeded" });
  });

  test("releases of one function", async () => {
    const functionName = "released";
    await make(functionName);
    const { revision } = await saveDraft(plane.acme, { functionName, content: draftOf(), revision: 1 });
    await own({ releases: 1 });
    await publishRelease(plane.acme, { functionName, revision });
    await expect(publishRelease(plane.acme, { functionName, revision })).rejects.toMatchObject({
      code: "limit_exceeded",
      message: expect.stringContaining("It has 1 releases, and 1 are allowed (plan Standard)."),
    });
  });

  test("memory and timeout, at their place", async () => {
    const functionName = "sized";
    await make(functionName);
    const content = draftOf({ memoryMb: 512, timeoutMs: 9000 });
    const { revision } = await saveDraft(plane.acme, { functionName, content, revision: 1 });
    await own({ memoryMb: 256, timeoutMs: 5000 });
    await expect(publishRelease(plane.acme, { functionName, revision })).rejects.toMatchObject({
      code: "invalid_request",
      errors: [
        { path: "memoryMb", message: "At most 256 MB are allowed (plan Standard)." },
        { path: "timeoutMs", message: "At most 5 s are allowed (plan Standard)." },
      ],
    });
  });
});

describe("the operator", () => {
  const code = { functions: 3, releases: 5, memoryMb: 256, timeoutMs: 5000, codeBytes: 1_000_000 };
  const rates = { concurrency: 2, requestsPerSecond: 5, invocationsPerDay: 1000, spendCentsPerDay: 10 };
  const limits = { ...code, ...rates, retentionDays: 14 };

  test("makes a plan, changes it, and gives it to a tenant", async () => {
    expect(await savePlan(plane.operator, { key: "tiny", name: "Tiny", limits })).toMatchObject({ limits, tenants: 0 });
    await setTenantPlan(plane.operator, { tenantId: plane.globex.tenant.id, plan: "tiny" });
    await savePlan(plane.operator, { key: "tiny", name: "Tiny", limits: { ...limits, functions: 4 } });
    expect((await listPlans(plane.operator)).find(({ key }) => key === "tiny")).toMatchObject({ tenants: 1 });
    const { limits: seen } = await getQuotas(plane.globex);
    expect(seen.find(({ key }) => key === "functions")?.limit).toBe(4);
    const actions = (await listOperatorAudit(plane.operator, {})).items.map(({ action }) => action);
    expect(actions).toEqual(expect.arrayContaining(["savePlan", "setTenantPlan"]));
  });

  test.each([
    [{ plan: "no-such-plan" }, "There is no plan no-such-plan."],
    [{ plan: "standard", quotas: { memoryMb: 1 } }, "quotas.memoryMb: At least 128."],
  ])("is refused %j", async (wrong, message) => {
    const tenantId = plane.acme.tenant.id;
    await expect(setTenantPlan(plane.operator, { tenantId, ...wrong })).rejects.toMatchObject({ message });
  });

  test("no tenant changes a plan, not even its own", async () => {
    const change = plane.acme.db.run((tx) => tx.plan.update({ where: { key: "standard" }, data: { name: "Mine" } }));
    await expect(change).rejects.toThrow(/permission denied/);
  });
});

describe("a plan's page tells", () => {
  const find = async (key: string) => (await listPlans(plane.operator)).find((plan) => plan.key === key);

  test("who has it, what each costs and leaves of the price, and who is near which limit", async () => {
    const { operator } = plane.fresh.db;
    const tenantId = plane.globex.tenant.id;
    const { limits } = (await find("standard")) ?? {};
    if (!limits) throw new Error("no standard plan");
    await savePlan(plane.operator, { key: "paid", name: "Paid", limits: { ...limits, functions: 5 }, priceUsd: 20 });
    await setTenantPlan(plane.operator, { tenantId, plan: "paid" });
    for (const name of ["near-a", "near-b", "near-c", "near-d"])
      await createFunction(plane.globex, { name, extensionPointKey: null, template: "blank" });
    const month = new Date(`${new Date().toISOString().slice(0, 7)}-01`);
    const sums = { invocations: 1n, billedMbMs: 1n, costPicoUsd: 21_500_000_000_000n };
    await operator.monthCost.create({ data: { month, tenantId, functionId: randomUUID(), releaseNumber: 1, ...sums } });
    const detail = await getPlan(plane.operator, { key: "paid" });
    expect(detail).toMatchObject({
      tenants: 1,
      priceUsd: 20,
      revenueUsd: 20,
      costUsd: 21.5,
      marginUsd: -1.5,
      nearLimit: 1,
    });
    expect(detail.members).toMatchObject([
      { id: tenantId, marginUsd: -1.5, ownLimits: [], near: [{ key: "functions", limit: 5, used: 4, own: false }] },
    ]);
    expect(await find("paid")).toMatchObject({ tenants: 1, marginUsd: -1.5, nearLimit: 1 });
    await expect(getPlan(plane.operator, { key: "none" })).rejects.toMatchObject({ code: "not_found" });
  });

  test("who is above new limits before they are saved; a limit of the tenant's own is not touched", async () => {
    const tenantId = plane.globex.tenant.id;
    await setTenantPlan(plane.operator, { tenantId, plan: "paid" });
    const { limits } = await getPlan(plane.operator, { key: "paid" });
    const change = { key: "paid", limits: { ...limits, functions: 3 } };
    expect(await getPlanImpact(plane.operator, { key: "paid", limits })).toEqual({ tenants: 1, above: [] });
    expect(await getPlanImpact(plane.operator, change)).toMatchObject({
      tenants: 1,
      above: [{ tenantId, limits: [{ key: "functions", used: 4, limit: 3 }] }],
    });
    await setTenantPlan(plane.operator, { tenantId, plan: "paid", quotas: { functions: 10 } });
    expect(await getPlanImpact(plane.operator, change)).toEqual({ tenants: 1, above: [] });
    expect((await getPlan(plane.operator, { key: "paid" })).limits.functions).toBe(5);
  });

  test("that shorter retention would end days which are kept now", async () => {
    const tenantId = plane.globex.tenant.id;
    await setTenantPlan(plane.operator, { tenantId, plan: "paid" });
    const day = new Date(`${new Date(Date.now() - 20 * 86_400_000).toISOString().slice(0, 10)}T00:00:00Z`);
    await plane.fresh.db.operator.tenantUsage.create({ data: { tenantId, day, invocations: 3n } });
    const { limits } = await getPlan(plane.operator, { key: "paid" });
    const { above } = await getPlanImpact(plane.operator, { key: "paid", limits: { ...limits, retentionDays: 7 } });
    expect(above).toMatchObject([{ tenantId, limits: [{ key: "retentionDays", used: 20, limit: 7 }] }]);
  });
});

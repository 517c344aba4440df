import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import {
  createFunction,
  endPause,
  pause,
  publishRelease,
  replayInvocation,
  resumeTenant,
  saveDraft,
  saveTestEvent,
  setTenantPlan,
  startTestRun,
  startTestSuite,
  suspendTenant,
  type TenantContext,
  updateFunction,
} from "../src/index.ts";
import { type ControlPlane, draftOf, startControlPlane } from "./start-control-plane.ts";

let plane: ControlPlane;
const functionName = "score";
const content = draftOf();
const reason = "It floods the supplier's API.";
const invocationId = randomUUID();
const day = new Date(new Date().toISOString().slice(0, 10));
let revision: number;

beforeAll(async () => {
  plane = await startControlPlane();
  for (const tenant of [plane.acme, plane.globex]) {
    await createFunction(tenant, { name: functionName, extensionPointKey: null, template: "blank" });
    ({ revision } = await saveDraft(tenant, { functionName, content, revision: 1 }));
    await saveTestEvent(tenant, { functionName, name: "works", record: { "invoice.total": 1 } });
    await updateFunction(tenant, { functionName, requiresPassingTests: true });
  }
  await plane.acme.db.run(async (tx) => {
    const { id: functionId, tenantId } = await tx.function.findFirstOrThrow({ where: { name: functionName } });
    const payload = { id: invocationId, attempt: 1, tenantId, functionId, functionName, releaseNumber: 1 };
    const kept = { fields: {}, recordedAt: new Date(), expiresAt: new Date(Date.now() + 600_000) };
    await tx.recordedPayload.createMany({ data: [{ ...payload, ...kept, outcome: "success" }] });
  });
});
afterAll(() => plane.close());

const starts = {
  "a test of the draft": (ctx: TenantContext) => startTestRun(ctx, { functionName, content, record: {} }),
  "a test suite": (ctx: TenantContext) => startTestSuite(ctx, { functionName, content }),
  "a deployment whose tests have to pass": (ctx: TenantContext) => publishRelease(ctx, { functionName, revision }),
};
const replay = () => replayInvocation(plane.acme, { invocationId, target: { kind: "draft" } });
const written = () =>
  Promise.all([
    plane.jobsIn("test-run"),
    plane.jobsIn("deploy"),
    plane.fresh.db.operator.testRun.count(),
    plane.fresh.db.operator.replay.count(),
    plane.fresh.db.operator.release.count(),
  ]);

/** Nothing of Acme's that runs code begins, and nothing is written of it. */
async function expectRefused(refused: Readonly<Record<string, unknown>>): Promise<void> {
  const before = await written();
  for (const [name, start] of Object.entries(starts))
    await expect(start(plane.acme), name).rejects.toMatchObject(refused);
  await expect(replay()).rejects.toMatchObject(refused);
  expect(await written()).toEqual(before);
}

async function expectStarts(ctx: TenantContext): Promise<void> {
  for (const [name, start] of Object.entries(starts)) await expect(start(ctx), name).resolves.toBeDefined();
}

const tenantId = () => plane.acme.tenant.id;

describe("no test starts of what an operator paused, with the words that a call gets, until the pause ends:", () => {
  const own = () => ({ tenantId: tenantId(), reason });
  const everybodys = { tenantId: null, reason };
  test.each([
    ["a function", () => ({ kind: "function", functionName, ...own() }) as const, "The function score"],
    ["a runtime of one tenant", () => ({ kind: "runtime", runtime: "nodejs24.x", ...own() }) as const, "The runtime"],
    ["a runtime", () => ({ kind: "runtime", runtime: "nodejs24.x", ...everybodys }) as const, "The runtime"],
    [
      "an extension point",
      () => ({ kind: "extension_point", extensionPointKey: "invoice.submitted", reason }) as const,
      "The extension point invoice.submitted",
    ],
  ])("%s", async (_, what, begin) => {
    const { id: pauseId } = await pause(plane.operator, what());
    const message = expect.stringMatching(
      new RegExp(`^${begin}.* is paused by the operator of the platform: ${reason}`),
    );
    await expectRefused({ code: "paused", status: 403, message });
    await endPause(plane.operator, { pauseId });
    await expectStarts(plane.acme);
  });

  test("nobody else's, and of another runtime or extension point what it names", async () => {
    const { id: pauseId } = await pause(plane.operator, { kind: "function", functionName, ...own() });
    await expectStarts(plane.globex);
    await endPause(plane.operator, { pauseId });
    const other = await pause(plane.operator, { kind: "runtime", runtime: "python3.11", ...everybodys });
    await expectStarts(plane.acme);
    await endPause(plane.operator, { pauseId: other.id });
  });
});

describe("no test starts of a tenant", () => {
  afterEach(async () => {
    await setTenantPlan(plane.operator, { tenantId: tenantId(), plan: "standard" });
    await plane.fresh.db.operator.tenantUsage.deleteMany();
    await plane.fresh.db.operator.budget.deleteMany();
  });

  test("of whose tests 200 wait for their turn", async () => {
    const { operator } = plane.fresh.db;
    await operator.testRun.updateMany({ data: { state: "done" } });
    const { id: functionId } = await operator.function.findFirstOrThrow({ where: { tenantId: tenantId() } });
    const waiting = { tenantId: tenantId(), functionId, content: {}, record: {}, createdBy: "user:flood" };
    await operator.testRun.createMany({ data: Array.from({ length: 200 }, () => waiting) });
    const { "a test of the draft": test, "a test suite": suite } = starts;
    const refused = { code: "limit_exceeded", status: 429, message: expect.stringMatching(/^200 tests .* wait/) };
    for (const start of [() => test(plane.acme), () => suite(plane.acme), replay])
      await expect(start()).rejects.toMatchObject(refused);
    await expectStarts(plane.globex);
    await operator.testRun.deleteMany({ where: { createdBy: "user:flood" } });
    await expectStarts(plane.acme);
  });

  test("that is suspended, until it is resumed", async () => {
    await suspendTenant(plane.operator, { tenantId: tenantId(), reason });
    const message = "The tenant is suspended. Ask the operator of the platform.";
    await expectRefused({ code: "tenant_suspended", status: 403, message });
    await resumeTenant(plane.operator, { tenantId: tenantId() });
    await expectStarts(plane.acme);
  });

  test("whose money of the day is used up", async () => {
    await setTenantPlan(plane.operator, { tenantId: tenantId(), plan: "standard", quotas: { spendCentsPerDay: 10 } });
    const usage = { tenantId: tenantId(), day, invocations: 1n, costPicoUsd: 99_000_000_000n };
    await plane.fresh.db.operator.tenantUsage.create({ data: usage });
    await expectStarts(plane.acme);
    await plane.fresh.db.operator.tenantUsage.updateMany({ data: { costPicoUsd: 100_000_000_000n } });
    const message = "The tenant's 0.1 USD of today are used up. It goes on at 00:00 UTC.";
    await expectRefused({ code: "limit_exceeded", status: 429, reason: "daily_spend", message });
  });

  test("whose invocations of the day are used up; yesterday's are nothing to it", async () => {
    await setTenantPlan(plane.operator, { tenantId: tenantId(), plan: "standard", quotas: { invocationsPerDay: 5 } });
    const yesterday = new Date(day.getTime() - 86_400_000);
    const usage = { tenantId: tenantId(), invocations: 5n };
    await plane.fresh.db.operator.tenantUsage.create({ data: { ...usage, day: yesterday } });
    await expectStarts(plane.acme);
    await plane.fresh.db.operator.tenantUsage.create({ data: { ...usage, day } });
    const message = "The tenant's 5 invocations of today are used up. It goes on at 00:00 UTC.";
    await expectRefused({ code: "limit_exceeded", status: 429, reason: "daily_invocations", message });
    await expectStarts(plane.globex);
  });

  test("whose budget pauses it, until the budget is lifted; one that throttles stops no test", async () => {
    const { budget } = plane.fresh.db.operator;
    const amounts = { amountMicroUsd: 2_000_000n, warnPercent: 80, throttlePerSecond: 1 };
    const row = { ...amounts, id: randomUUID(), tenantId: tenantId(), period: "day", periodStart: day };
    await budget.create({ data: { ...row, state: "throttle", updatedBy: "user:operator@annex.example" } });
    await expectStarts(plane.acme);
    await budget.updateMany({ data: { state: "pause" } });
    const message = expect.stringContaining("The budget of the tenant, 2 USD a day, is used up.");
    await expectRefused({ code: "paused", status: 403, message });
    await budget.updateMany({ data: { liftedUntil: new Date(Date.now() + 600_000) } });
    await expectStarts(plane.acme);
  });
});

test("a deployment of a paused function goes on where no test has to pass", async () => {
  const what = { kind: "function", functionName, tenantId: tenantId(), reason } as const;
  const { id: pauseId } = await pause(plane.operator, what);
  await updateFunction(plane.acme, { functionName, requiresPassingTests: false });
  await expect(publishRelease(plane.acme, { functionName, revision })).resolves.toMatchObject({ state: "queued" });
  await endPause(plane.operator, { pauseId });
});

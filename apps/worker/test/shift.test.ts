import { randomUUID } from "node:crypto";
import { type Author, createAuthor, readAlias } from "@annex/aws";
import { type Deployment, shiftPlanSchema } from "@annex/contract";
import {
  abortDeployment,
  createFunction,
  freezeDeployment,
  getDeployment,
  getDeploymentMetrics,
  listAudit,
  promoteDeployment,
  publishRelease,
  rollBack,
  saveDraft,
  unfreezeDeployment,
} from "@annex/control-plane";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { deploy, draftOf, ended, type Platform, startPlatform } from "./start-platform.ts";

let platform: Platform;
let author: Author;
beforeAll(async () => {
  platform = await startPlatform();
  const { engine, cell } = platform;
  author = createAuthor(cell, engine.keyOf("annex-worker"));
});
afterAll(async () => {
  author.close();
  await platform.close();
});

const note = (text: string) => draftOf(`export const handler = async () => ({ note: ${JSON.stringify(text)} });`);
const guard = { maxErrorRate: 0.1, maxP95Ms: 500, minInvocations: 10 };
const byHand = { steps: [5, 25].map((percent) => ({ percent, minutes: null })), guard };

/** A function whose release 1 is live, and a second release that traffic is shifted to. */
async function shifting(functionName: string, plan: typeof byHand | { steps: { percent: number; minutes: number }[] }) {
  const { ctx } = platform;
  await ended(ctx, functionName, await deploy(ctx, functionName, note("one")));
  const draft = await ctx.db.run((tx) => tx.draft.findFirstOrThrow({ where: { function: { name: functionName } } }));
  const { revision } = await saveDraft(ctx, { functionName, content: note("two"), revision: draft.revision });
  const shift = shiftPlanSchema.parse({ guard, ...plan });
  const { id: deploymentId } = await publishRelease(ctx, { functionName, revision, shift });
  return { functionName, deploymentId };
}

type Shifting = Awaited<ReturnType<typeof shifting>>;

function reaching(of: Shifting, percent: number): Promise<Deployment> {
  return vi.waitFor(
    async () => {
      const deployment = await getDeployment(platform.ctx, of);
      expect(deployment.shift?.percent, JSON.stringify(deployment.failure)).toBe(percent);
      return deployment;
    },
    { timeout: 15_000, interval: 20 },
  );
}

const functionRow = (name: string) =>
  platform.fresh.db.operator.function.findFirstOrThrow({
    where: { name },
    include: { liveRelease: true, canaryRelease: true },
  });

const alias = async (name: string) => readAlias(author, (await functionRow(name)).lambdaName, "live");

/** Rows of the ledger for release 2, as the data plane writes them. */
async function invoked(name: string, count: number, failures: number, functionMs = 10) {
  const { tenant, fresh } = platform;
  const { id: functionId } = await functionRow(name);
  const common = { tenantId: tenant.id, functionId, functionName: name, correlationId: "c", caller: "client:x" };
  const data = Array.from({ length: count }, (_, n) => ({
    ...{ ...common, id: randomUUID(), releaseNumber: 2, startedAt: new Date(), totalMs: functionMs + 1, functionMs },
    outcome: n < failures ? ("function_error" as const) : ("success" as const),
  }));
  await fresh.db.operator.invocation.createMany({ data });
}

describe("a shift by hand", () => {
  test("goes from step to step as it is promoted, in the database and in Lambda's alias, and ends active", async () => {
    const of = await shifting("by-hand", byHand);
    expect(await reaching(of, 5)).toMatchObject({ state: "shifting", shift: { step: 0 } });
    expect(await functionRow("by-hand")).toMatchObject({
      liveRelease: { number: 1 },
      canaryRelease: { number: 2 },
      canaryPercent: 5,
    });
    expect(await alias("by-hand")).toEqual({ version: "1", weights: { "2": 0.05 } });
    await invoked("by-hand", 20, 2);
    expect(await getDeploymentMetrics(platform.ctx, of)).toMatchObject({
      canary: { releaseNumber: 2, invocations: 20, errors: 2, errorRate: 0.1 },
      live: { releaseNumber: 1, invocations: 0 },
    });
    await promoteDeployment(platform.ctx, { ...of, to: "next" });
    await reaching(of, 25);
    await promoteDeployment(platform.ctx, { ...of, to: "next" });
    expect(await reaching(of, 100)).toMatchObject({ state: "active", steps: [{}, {}, { state: "done" }] });
    expect(await functionRow("by-hand")).toMatchObject({ liveRelease: { number: 2 }, canaryRelease: null });
    expect(await alias("by-hand")).toEqual({ version: "2", weights: {} });
    await expect(promoteDeployment(platform.ctx, of)).rejects.toMatchObject({ code: "conflict" });
  });

  test("that is aborted gives everything back and says who aborted it and why", async () => {
    const of = await shifting("aborted", byHand);
    await reaching(of, 5);
    await expect(publishRelease(platform.ctx, { functionName: "aborted", revision: 3 })).rejects.toMatchObject({
      code: "conflict",
      message: "Release 2 is being shifted to. Promote or abort it first.",
    });
    await abortDeployment(platform.ctx, { ...of, reason: "wrong prices" });
    const over = await ended(platform.ctx, "aborted", await getDeployment(platform.ctx, of));
    expect(over).toMatchObject({
      state: "rolled_back",
      failure: { code: "aborted", message: "Aborted by dev@acme.example: wrong prices" },
    });
    expect(await alias("aborted")).toEqual({ version: "1", weights: {} });
    const actions = (await listAudit(platform.ctx)).items.map(({ action, actor }) => `${action} ${actor}`);
    expect(actions).toEqual(
      expect.arrayContaining(["abortDeployment user:dev@acme.example", "rollBackShift system:worker"]),
    );
  });

  test("is over when somebody rolls back to another release meanwhile", async () => {
    const of = await shifting("superseded", byHand);
    await reaching(of, 5);
    await promoteDeployment(platform.ctx, { ...of, to: "live" });
    await reaching(of, 100);
    const draft = await platform.ctx.db.run((tx) =>
      tx.draft.findFirstOrThrow({ where: { function: { name: "superseded" } } }),
    );
    const { revision } = draft;
    const third = await publishRelease(platform.ctx, { functionName: "superseded", revision, shift: byHand });
    const next = { functionName: "superseded", deploymentId: third.id };
    await reaching(next, 5);
    await ended(
      platform.ctx,
      "superseded",
      await rollBack(platform.ctx, { functionName: "superseded", releaseNumber: 1 }),
    );
    expect(await getDeployment(platform.ctx, next)).toMatchObject({
      state: "rolled_back",
      failure: { code: "superseded" },
    });
    expect(await functionRow("superseded")).toMatchObject({ liveRelease: { number: 1 }, canaryRelease: null });
  });
});

describe("the guard rolls a shift back by itself, without a person, and writes down why", () => {
  test.each([
    [
      "too many errors",
      [10, 2, 10],
      "error_rate",
      "2 of 10 invocations of release 2 failed: 20 %, and 10 % is allowed.",
    ],
    ["too slow", [10, 0, 900], "p95", "95 of 100 invocations of release 2 took up to 900 ms, and 500 ms is allowed."],
  ] as const)("%s", async (when, [count, failures, ms], code, message) => {
    const functionName = when.replaceAll(" ", "-");
    const of = await shifting(functionName, byHand);
    await reaching(of, 5);
    await freezeDeployment(platform.ctx, of);
    await invoked(functionName, count, failures, ms);
    const over = await ended(platform.ctx, functionName, await getDeployment(platform.ctx, of));
    expect(over).toMatchObject({ state: "rolled_back", failure: { code, message } });
    expect(await functionRow(functionName)).toMatchObject({ liveRelease: { number: 1 }, canaryRelease: null });
    expect(await alias(functionName)).toEqual({ version: "1", weights: {} });
  });
});

test("a shift by the clock goes on by itself, stands still while it is frozen, and survives the worker's end", async () => {
  const steps = [1, 50].map((percent) => ({ percent, minutes: 0.002 }));
  const of = await shifting("by-clock", { steps: [...steps.slice(0, 1), { percent: 50, minutes: 60 }] });
  await reaching(of, 50);
  await freezeDeployment(platform.ctx, of);
  await platform.restartWorker();
  expect((await getDeployment(platform.ctx, of)).shift).toMatchObject({ percent: 50, frozenAt: expect.any(String) });
  await unfreezeDeployment(platform.ctx, of);
  const { operator } = platform.fresh.db;
  const since = new Date(Date.now() - 61 * 60_000);
  await operator.deployment.update({ where: { id: of.deploymentId }, data: { shiftSince: since } });
  expect(await reaching(of, 100)).toMatchObject({ state: "active" });
});

test("a rollback to any published release is served within two seconds", async () => {
  const { ctx } = platform;
  await ended(ctx, "quick", await deploy(ctx, "quick", note("one")));
  await ended(ctx, "quick", await deploy(ctx, "quick", note("two")));
  const started = performance.now();
  await ended(ctx, "quick", await rollBack(ctx, { functionName: "quick", releaseNumber: 1 }));
  expect(performance.now() - started).toBeLessThan(2000);
});

test("the first release goes live at once, whatever its plan: there is nothing to shift from", async () => {
  const { ctx } = platform;
  const functionName = "first-shift";
  await createFunction(ctx, { name: functionName, extensionPointKey: null, template: "blank" });
  const { revision } = await saveDraft(ctx, { functionName, content: note("one"), revision: 1 });
  const first = await publishRelease(ctx, { functionName, revision, shift: byHand });
  expect((await ended(ctx, functionName, first)).state).toBe("active");
});

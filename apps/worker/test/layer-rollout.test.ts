import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { type Layer, type LayerRolloutDetail, shiftPlanSchema } from "@annex/contract";
import {
  changeLayerRollout,
  createVendorLayer,
  createVendorLayerVersion,
  getDeployment,
  getLayerRollout,
  type OperatorContext,
  promoteDeployment,
  publishRelease,
  saveTestEvent,
  startLayerRollout,
  type TenantContext,
  updateFunction,
} from "@annex/control-plane";
import { makeZip } from "@annex/control-plane/zip";
import { seedTenant } from "@annex/testing";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { deploy, draftOf, ended, type Platform, startPlatform } from "./start-platform.ts";

/** For a condition on a busy machine. */
const patience = 90_000;

let platform: Platform;
let operator: OperatorContext;
let globex: TenantContext;
beforeAll(async () => {
  platform = await startPlatform();
  const { ctx, fresh, cell } = platform;
  operator = {
    principal: { actor: "user:operator@annex.example" },
    db: fresh.db,
    jobs: ctx.jobs,
    masterKey: ctx.masterKey,
  };
  const tenant = await seedTenant(fresh.db, "globex", cell.id);
  globex = { ...ctx, tenant, db: fresh.db.forTenant(tenant.id) };
});
afterAll(() => platform.close());

async function addVersion({ id: layerId }: Layer, text: string): Promise<Layer> {
  const folder = "nodejs/node_modules/greeting";
  const bytes = await makeZip([
    { path: `${folder}/package.json`, bytes: Buffer.from('{"name":"greeting","exports":"./index.cjs"}') },
    { path: `${folder}/index.cjs`, bytes: Buffer.from(`module.exports = ${JSON.stringify(text)};`) },
  ]);
  return createVendorLayerVersion(operator, { layerId, message: text, runtimes: ["nodejs24.x"], bytes });
}

const code = 'import note from "greeting"; export const handler = async () => ({ note });';

async function using(ctx: TenantContext, name: string, { id, name: layer }: Layer): Promise<void> {
  const layers = [{ layerId: id, name: layer, version: 1 }];
  expect((await ended(ctx, name, await deploy(ctx, name, draftOf(code, { layers })))).failure).toBeNull();
}

function reaching(rolloutId: string, state: LayerRolloutDetail["state"]): Promise<LayerRolloutDetail> {
  return vi.waitFor(
    async () => {
      const rollout = await getLayerRollout(operator, { rolloutId });
      expect(rollout, JSON.stringify(rollout.counts)).toMatchObject({ state, counts: { deploying: 0 } });
      return rollout;
    },
    { timeout: patience, interval: 50 },
  );
}

/** The version of the layer in each function's live release and draft. */
async function versions(layerId: string): Promise<Record<string, [number, number]>> {
  const rows = await platform.fresh.db.operator.$queryRaw<{ name: string; live: number; draft: number }[]>`
    SELECT f.name, (r.content->'layers'->0->>'version')::int AS live, (d.content->'layers'->0->>'version')::int AS draft
    FROM functions f JOIN releases r ON r.id = f.live_release_id JOIN drafts d ON d.function_id = f.id
    WHERE r.content->'layers'->0->>'layerId' = ${layerId} ORDER BY f.name`;
  return Object.fromEntries(rows.map(({ name, live, draft }) => [name, [live, draft]]));
}

test(
  "goes out wave by wave, stops when too many fail, goes on when a person says so, and leaves what serves where it failed",
  async () => {
    const { ctx } = platform;
    const layer = await addVersion(await createVendorLayer(operator, { name: "greetings" }), "one");
    const own = ["first", "fourth", "second", "third"].map((name) => using(ctx, name, layer));
    await Promise.all([...own, using(globex, "theirs", layer)]);
    // the gate of one of the second wave does not let version 2 pass
    await saveTestEvent(ctx, {
      functionName: "second",
      name: "says one",
      record: {},
      expected: { output: { note: "one" } },
    });
    await updateFunction(ctx, { functionName: "second", requiresPassingTests: true });
    await addVersion(layer, "two");

    const wanted = { layerId: layer.id, version: 2, waveSize: 2, pauseSeconds: 0, maxFailureRate: 0.1 };
    const { id: rolloutId } = await startLayerRollout(operator, wanted);
    await expect(startLayerRollout(operator, wanted)).rejects.toMatchObject({ code: "conflict" });
    const stopped = await reaching(rolloutId, "stopped");
    expect(stopped).toMatchObject({ wave: 2, reason: "1 of 4 functions failed (25 %); 10 % are allowed." });
    expect(stopped.items[0]).toMatchObject({
      ...{ functionName: "second", state: "failed", tenant: { slug: "acme" } },
      detail: expect.stringContaining("1 of 1 tests did not pass"),
    });
    expect(await versions(layer.id)).toEqual({
      ...{ first: [2, 2], fourth: [2, 2], second: [1, 2], theirs: [1, 1], third: [2, 2] },
    });

    await changeLayerRollout(operator, { rolloutId, state: "running" });
    const done = await reaching(rolloutId, "done");
    expect(done.counts).toEqual({ waiting: 0, deploying: 0, done: 4, failed: 1, skipped: 0 });
    expect((await versions(layer.id)).theirs).toEqual([2, 2]);
    const release = await platform.fresh.db.operator.release.findFirstOrThrow({
      where: { function: { name: "first" }, number: 2 },
    });
    const draft = await platform.fresh.db.operator.draft.findFirstOrThrow({ where: { function: { name: "first" } } });
    expect(draft.updatedAt.getTime()).toBeLessThanOrEqual(release.createdAt.getTime());
    expect(release).toMatchObject({ message: "Layer greetings: version 1 to 2", createdBy: "system:worker" });
    const told = await platform.fresh.db.operator.auditEvent.findMany({ where: { target: "layer:greetings" } });
    expect(told.map(({ action }) => action)).toEqual([
      ...["createVendorLayer", "createVendorLayerVersion", "createVendorLayerVersion", "startLayerRollout"],
      ...["stopLayerRollout", "resumeLayerRollout", "finishLayerRollout"],
    ]);
    await expect(changeLayerRollout(operator, { rolloutId, state: "paused" })).rejects.toMatchObject({
      code: "conflict",
      message: "This roll-out has ended: it is done.",
    });
  },
  2 * patience,
);

test(
  "a worker that is killed -9 in the middle of a wave leaves a roll-out that the next one ends: one release for each function",
  async () => {
    const { ctx, options, masterKey, fresh } = platform;
    const layer = await addVersion(await createVendorLayer(operator, { name: "durable" }), "one");
    const names = ["a-one", "a-two", "a-three", "a-four", "a-five", "a-six"];
    await Promise.all(names.map((name) => using(ctx, name, layer)));
    await addVersion(layer, "two");
    await platform.stopWorker();
    const main = fileURLToPath(new URL("../src/main.ts", import.meta.url));
    const env = {
      PATH: process.env.PATH,
      DATABASE_URL: options.appUrl,
      OPERATOR_DATABASE_URL: options.operatorUrl,
      ANNEX_MASTER_KEY: masterKey,
      CELL_CREDENTIALS: JSON.stringify(options.credentials),
      PORT: "0",
    };
    const wanted = { layerId: layer.id, version: 2, waveSize: 3, pauseSeconds: 0, maxFailureRate: 0 };
    const { id: rolloutId } = await startLayerRollout(operator, wanted);
    const child = spawn(process.execPath, [main], { env, stdio: "ignore" });
    await vi.waitFor(
      async () => {
        const { counts } = await getLayerRollout(operator, { rolloutId });
        expect(counts.deploying + counts.done).toBeGreaterThan(0);
      },
      { timeout: patience, interval: 5 },
    );
    child.kill("SIGKILL");
    await once(child, "exit");
    await platform.restartWorker();
    const done = await reaching(rolloutId, "done");
    expect(done.counts).toEqual({ waiting: 0, deploying: 0, done: 6, failed: 0, skipped: 0 });
    expect(Object.values(await versions(layer.id))).toEqual(names.map(() => [2, 2]));
    const where = { function: { name: { in: names } }, number: { gt: 1 } };
    expect(await fresh.db.operator.release.count({ where })).toBe(6);
  },
  2 * patience,
);

test(
  "a paused roll-out begins no wave, and a cancelled one never goes on",
  async () => {
    const { ctx } = platform;
    const layer = await addVersion(await createVendorLayer(operator, { name: "calm" }), "one");
    // the roll-out of the other layer is a measure of time: when it has begun, the paused one had its turn
    const other = await addVersion(await createVendorLayer(operator, { name: "measure" }), "one");
    await Promise.all([using(ctx, "b-one", layer), using(ctx, "b-two", layer), using(ctx, "b-three", other)]);
    await addVersion(layer, "two");
    await addVersion(other, "two");
    await platform.stopWorker();
    const wanted = { layerId: layer.id, version: 2, waveSize: 1, pauseSeconds: 3600, maxFailureRate: 0 };
    const { id: rolloutId } = await startLayerRollout(operator, wanted);
    await changeLayerRollout(operator, { rolloutId, state: "paused" });
    await platform.restartWorker();
    const measure = await startLayerRollout(operator, { ...wanted, layerId: other.id });
    await reaching(measure.id, "done");
    expect((await getLayerRollout(operator, { rolloutId })).counts).toMatchObject({ waiting: 2 });
    await changeLayerRollout(operator, { rolloutId, state: "running" });
    const resting = await vi.waitFor(async () => {
      const found = await getLayerRollout(operator, { rolloutId });
      expect(found).toMatchObject({ wave: 1, counts: { done: 1, waiting: 1 } });
      expect(found.nextWaveAt).not.toBeNull();
      return found;
    }, patience);
    expect(Date.parse(resting.nextWaveAt ?? "") - Date.now()).toBeGreaterThan(3_500_000);
    await changeLayerRollout(operator, { rolloutId, state: "cancelled" });
    expect(await getLayerRollout(operator, { rolloutId })).toMatchObject({
      state: "cancelled",
      counts: { waiting: 1 },
    });
  },
  2 * patience,
);

test(
  "a function whose traffic is being shifted is passed over, told as held, and has its turn when the shift has ended",
  async () => {
    const { ctx } = platform;
    const layer = await addVersion(await createVendorLayer(operator, { name: "patient" }), "one");
    await Promise.all([using(ctx, "c-one", layer), using(ctx, "c-two", layer)]);
    const { revision } = await ctx.db.run((tx) =>
      tx.draft.findFirstOrThrow({ where: { function: { name: "c-one" } } }),
    );
    const guard = { maxErrorRate: null, maxP95Ms: null };
    const shift = shiftPlanSchema.parse({ steps: [{ percent: 5, minutes: null }], guard });
    const { id: deploymentId } = await publishRelease(ctx, { functionName: "c-one", revision, shift });
    const shifting = { functionName: "c-one", deploymentId };
    await vi.waitFor(async () => expect((await getDeployment(ctx, shifting)).state).toBe("shifting"), patience);
    await addVersion(layer, "two");
    const wanted = { layerId: layer.id, version: 2, waveSize: 5, pauseSeconds: 0, maxFailureRate: 0 };
    const { id: rolloutId } = await startLayerRollout(operator, wanted);
    const holding = await vi.waitFor(async () => {
      const found = await getLayerRollout(operator, { rolloutId });
      expect(found).toMatchObject({ state: "running", held: 1, nextWaveAt: null, counts: { waiting: 1, done: 1 } });
      return found;
    }, patience);
    expect(holding.items[0]).toMatchObject({ functionName: "c-one", state: "waiting", held: true, wave: null });
    await promoteDeployment(ctx, shifting);
    const done = await reaching(rolloutId, "done");
    expect(done).toMatchObject({ held: 0, counts: { waiting: 0, done: 2, failed: 0, skipped: 0 } });
    expect(await versions(layer.id)).toEqual({ "c-one": [2, 2], "c-two": [2, 2] });
  },
  2 * patience,
);

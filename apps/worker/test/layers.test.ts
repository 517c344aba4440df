import { createInvokers, type Invokers, readLayer } from "@annex/aws";
import type { DraftContent, Layer, LayerReference } from "@annex/contract";
import {
  createLayer,
  createLayerVersion,
  deleteLayerVersion,
  listLayers,
  publishRelease,
  saveDraft,
  type TenantContext,
} from "@annex/control-plane";
import { makeZip } from "@annex/control-plane/zip";
import { seedTenant } from "@annex/testing";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { createCells } from "../src/cells/cells.ts";
import { lambdaLayerName } from "../src/layers/lambda-layer-name.ts";
import { reapLayers } from "../src/layers/reap-layers.ts";
import { deploy, draftOf, ended, type Platform, startPlatform, tryDraft } from "./start-platform.ts";

let platform: Platform;
let invokers: Invokers;
beforeAll(async () => {
  platform = await startPlatform();
  invokers = createInvokers({ credentials: platform.engine.keyOf("annex-data-plane") });
});
afterAll(async () => {
  invokers.close();
  await platform.close();
});

/** A layer's zip with the package `greeting`, which says `text`. */
const greeting = (text: string) =>
  makeZip([
    {
      path: "nodejs/node_modules/greeting/package.json",
      bytes: Buffer.from('{"name":"greeting","version":"1.0.0","exports":"./index.mjs"}'),
    },
    {
      path: "nodejs/node_modules/greeting/index.mjs",
      bytes: Buffer.from(`export const greeting = ${JSON.stringify(text)}; export default "default";`),
    },
  ]);
const runtimes = ["nodejs24.x" as const];

async function layerWith(ctx: TenantContext, name: string, ...texts: string[]): Promise<Layer> {
  let layer = await createLayer(ctx, { name });
  for (const text of texts)
    layer = await createLayerVersion(ctx, {
      layerId: layer.id,
      message: text.slice(0, 9),
      runtimes,
      bytes: await greeting(text),
    });
  return layer;
}

const source =
  'import other, { greeting } from "greeting"; export const handler = async () => ({ note: [greeting, other].join(" ") });';

function using(layer: Layer, version: number, more: Partial<DraftContent> = {}): DraftContent {
  const reference: LayerReference = { layerId: layer.id, name: layer.name, version };
  return draftOf(source, { layers: [reference], ...more });
}

async function answerOf(name: string): Promise<unknown> {
  const { fresh, cell, tenant } = platform;
  const { lambdaName } = await fresh.db.operator.function.findFirstOrThrow({ where: { name, tenantId: tenant.id } });
  const invoker = await invokers.forTenant(cell, tenant);
  const call = { functionName: lambdaName, qualifier: "live", payload: "{}", custom: {} };
  return JSON.parse((await invoker.invoke({ ...call, signal: AbortSignal.timeout(10_000) })).payload);
}

describe("a tenant's layer", () => {
  test("is there for the function and its test, and another version changes nothing until a release names it", async () => {
    const { ctx } = platform;
    const layer = await layerWith(ctx, "greetings", "hello");
    expect(layer.versions).toMatchObject([{ number: 1, packages: ["greeting"], files: 2, usedBy: 0 }]);
    expect(await tryDraft(ctx, using(layer, 1))).toMatchObject({
      status: "success",
      output: { note: "hello default" },
    });

    const first = await ended(ctx, "greeter", await deploy(ctx, "greeter", using(layer, 1)));
    expect(first).toMatchObject({ state: "active", failure: null });
    expect(await answerOf("greeter")).toEqual({ note: "hello default" });

    const bytes = await greeting("good evening");
    await createLayerVersion(ctx, { layerId: layer.id, message: "", runtimes, bytes });
    expect(await answerOf("greeter")).toEqual({ note: "hello default" });
    const second = await ended(ctx, "greeter", await deploy(ctx, "greeter", using(layer, 2)));
    expect(second.steps.find(({ name }) => name === "publishing")?.detail).toBe(
      "UpdateFunctionConfiguration, PublishVersion: version 2",
    );
    expect(await answerOf("greeter")).toEqual({ note: "good evening default" });
    const [seen] = (await listLayers(ctx)).filter(({ name }) => name === "greetings");
    expect(seen?.versions.map(({ number, usedBy }) => [number, usedBy])).toEqual([
      [2, 1],
      [1, 0],
    ]);
  });

  test("is published in Lambda once, however often a worker dies on the way", async () => {
    const { ctx, fresh } = platform;
    const layer = await layerWith(ctx, "once", "hello");
    await ended(ctx, "publisher", await deploy(ctx, "publisher", using(layer, 1)));
    await fresh.db.operator.layerPublication.deleteMany({ where: { version: { layerId: layer.id } } });
    await ended(ctx, "publisher", await deploy(ctx, "publisher", using(layer, 1, { memoryMb: 256 })));
    const [row] = await fresh.db.operator.layerPublication.findMany({ where: { version: { layerId: layer.id } } });
    expect(row?.arn).toMatch(/:1$/);
  });

  test("cannot be deleted while a release or a draft has it, and is gone from Lambda after", async () => {
    const { ctx, fresh, tenant, cell } = platform;
    const layer = await layerWith(ctx, "kept", "hello", "bye");
    await ended(ctx, "keeper", await deploy(ctx, "keeper", using(layer, 1)));
    await expect(deleteLayerVersion(ctx, { layerId: layer.id, number: 1 })).rejects.toMatchObject({
      code: "conflict",
      message:
        "Version 1 is used by keeper (draft), keeper (release 1). A release that could be rolled back to keeps its layers.",
    });
    await tryDraft(ctx, using(layer, 2)); // publishes version 2
    const version = await fresh.db.operator.layerVersion.findFirstOrThrow({ where: { layerId: layer.id, number: 2 } });
    expect(await fresh.db.operator.layerPublication.count({ where: { layerVersionId: version.id } })).toBe(1);
    await deleteLayerVersion(ctx, { layerId: layer.id, number: 2 });
    const name = lambdaLayerName(tenant.key, version.id);
    const { credentials, sources, log } = platform.options;
    const cells = createCells({ db: fresh.db, credentials, sources });
    const { author } = await cells.open(cell.id);
    expect(await readLayer(author, name)).toMatch(/:1$/);
    await reapLayers({ db: fresh.db, cells, log });
    expect(await fresh.db.operator.layerVersion.count({ where: { id: version.id } })).toBe(0);
    expect(await readLayer(author, name)).toBeNull();
    cells.close();
    const again = await createLayerVersion(ctx, {
      layerId: layer.id,
      message: "",
      runtimes,
      bytes: await greeting("x"),
    });
    expect(again.versions.map(({ number }) => number)).toEqual([3, 1]);
  });

  test("that was rolled out once is gone from Lambda after it was deleted, and stays named by its roll-out", async () => {
    const { ctx, fresh, tenant, cell } = platform;
    const { operator } = fresh.db;
    const layer = await layerWith(ctx, "told", "hello");
    await tryDraft(ctx, using(layer, 1));
    const version = await operator.layerVersion.findFirstOrThrow({ where: { layerId: layer.id } });
    const plan = { waveSize: 1, pauseSeconds: 0, maxFailureRate: 0, createdBy: "user:operator@annex.example" };
    const { id } = await operator.rollout.create({ data: { layerVersionId: version.id, state: "cancelled", ...plan } });
    await deleteLayerVersion(ctx, { layerId: layer.id, number: 1 });
    const { credentials, sources } = platform.options;
    const cells = createCells({ db: fresh.db, credentials, sources });
    const told: string[] = [];
    const log = (_: unknown, message: string) => void told.push(message);
    await reapLayers({ db: fresh.db, cells, log });
    await reapLayers({ db: fresh.db, cells, log });
    expect(told).toEqual(["layer removed"]);
    const { author } = await cells.open(cell.id);
    expect(await readLayer(author, lambdaLayerName(tenant.key, version.id))).toBeNull();
    cells.close();
    const kept = await operator.rollout.findUniqueOrThrow({ where: { id }, include: { version: true } });
    expect(kept.version).toMatchObject({ number: 1, bytes: new Uint8Array() });
  });

  test("is out of another tenant's reach, by its ID too", async () => {
    const { ctx, fresh, cell } = platform;
    const layer = await layerWith(ctx, "private", "secret");
    const globex = await seedTenant(fresh.db, "globex", cell.id);
    const theirs: TenantContext = { ...ctx, tenant: globex, db: fresh.db.forTenant(globex.id) };
    expect((await listLayers(theirs)).every(({ vendor }) => vendor)).toBe(true);
    await expect(deploy(theirs, "thief", using(layer, 1))).rejects.toMatchObject({
      code: "invalid_request",
      errors: [{ path: "layers.0", message: "There is no version 1 of a layer private." }],
    });
    const release = await fresh.db.operator.release.findFirstOrThrow();
    const version = await fresh.db.operator.layerVersion.findFirstOrThrow({ where: { layerId: layer.id } });
    const row = { releaseId: release.id, position: 9, tenantId: globex.id, layerVersionId: version.id };
    await expect(theirs.db.run((tx) => tx.releaseLayer.create({ data: row }))).rejects.toThrow(/row-level security/);
  });
});

test("the function SDK is the vendor's first layer, made once for each SDK", async () => {
  const { ctx } = platform;
  const sdk = () => listLayers(ctx).then((layers) => layers.find(({ name }) => name === "function-sdk"));
  await vi.waitFor(async () => expect((await sdk())?.versions).toHaveLength(1), 5000);
  await platform.restartWorker();
  const layer = await vi.waitFor(async () => {
    const found = await sdk();
    if (!found) throw new Error("no layer yet");
    return found;
  });
  expect(layer).toMatchObject({ vendor: true, versions: [{ number: 1, packages: ["@annex/function-sdk"] }] });
  const code =
    'import { withContext } from "@annex/function-sdk"; export const handler = async (event, context) => ({ note: typeof withContext(context).requestId });';
  const layers = [{ layerId: layer.id, name: layer.name, version: 1 }];
  expect((await tryDraft(ctx, draftOf(code, { layers }))).output).toEqual({ note: "string" });
  expect((await ended(ctx, "sdk-user", await deploy(ctx, "sdk-user", draftOf(code, { layers })))).failure).toBeNull();
  expect(await answerOf("sdk-user")).toEqual({ note: "string" });
});

test("code and layers count together against what Lambda takes and the plan allows", async () => {
  const { ctx, fresh, tenant } = platform;
  const layer = await layerWith(ctx, "large", "x".repeat(4000));
  await fresh.db.operator.tenant.update({ where: { id: tenant.id }, data: { quotas: { codeBytes: 3000 } } });
  const deployment = await ended(ctx, "heavy", await deploy(ctx, "heavy", using(layer, 1)));
  expect(deployment.failure).toMatchObject({
    code: "payload_too_large",
    message: expect.stringMatching(
      /^The code has \d kB and its layers \d kB, and 3 kB are allowed \(plan Standard\)\.$/,
    ),
  });
  await fresh.db.operator.tenant.update({ where: { id: tenant.id }, data: { quotas: {} } });
});

test("a layer that is not for the runtime, or is there twice, is refused at its place", async () => {
  const { ctx } = platform;
  const layer = await layerWith(ctx, "picky", "hello");
  const reference = { layerId: layer.id, name: layer.name, version: 1 };
  const { revision } = await saveDraft(ctx, {
    functionName: "greeter",
    content: using(layer, 1, { runtime: "nodejs22.x", layers: [reference, reference] }),
    revision: (await ctx.db.run((tx) => tx.draft.findFirstOrThrow({ where: { function: { name: "greeter" } } })))
      .revision,
  });
  await expect(publishRelease(ctx, { functionName: "greeter", revision })).rejects.toMatchObject({
    errors: [
      { path: "layers.0", message: "Version 1 of the layer picky is not for nodejs22.x." },
      { path: "layers.1", message: "Version 1 of the layer picky is not for nodejs22.x." },
      { path: "layers.1", message: "The layer picky is there twice." },
    ],
  });
});

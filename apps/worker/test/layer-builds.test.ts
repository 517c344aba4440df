import type { LayerBuild } from "@annex/contract";
import {
  createLayer,
  createLayerBuild,
  diffLayerVersions,
  getLayer,
  listLayerBuilds,
  resumeTenant,
  suspendTenant,
  type TenantContext,
} from "@annex/control-plane";
import { seedTenant } from "@annex/testing";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { draftOf, type Platform, startPlatform, tryDraft } from "./start-platform.ts";
import { type PythonIndex, startPythonIndex } from "./start-python-index.ts";
import { type Registry, startRegistry } from "./start-registry.ts";

let registry: Registry;
let index: PythonIndex;
let platform: Platform;
beforeAll(async () => {
  registry = await startRegistry();
  const word = (version: string) => ({ "words.py": `word = 'version ${version}'\n` });
  const offered = ["1.0", "2.0"].map((version) => ({ name: "words", version, files: word(version) }));
  index = await startPythonIndex(offered, { filesAt: "http://files.test.internal" });
  const here = `127.0.0.1:${index.port}`;
  platform = await startPlatform({
    aliases: {
      "registry.test.internal:80": `127.0.0.1:${registry.port}`,
      ...{ "index.test.internal:80": here, "files.test.internal:80": here },
    },
  });
});
afterAll(async () => {
  await platform.close();
  await index.close();
  await registry.close();
});

function ended(ctx: TenantContext, layerId: string, { id }: LayerBuild): Promise<LayerBuild> {
  return vi.waitFor(
    async () => {
      const build = (await listLayerBuilds(ctx, { layerId })).find((each) => each.id === id);
      if (!build || build.state === "queued") throw new Error("still queued");
      return build;
    },
    { timeout: 60_000, interval: 50 },
  );
}

test("npm packages become a layer's version with its lock, and functions import them without adding them", async () => {
  const { ctx } = platform;
  const { id: layerId, name } = await createLayer(ctx, { name: "shared-npm" });
  const packages = [{ name: "typed-side", version: "2.0.0" }];
  const build = await createLayerBuild(ctx, { layerId, message: "first", runtimes: ["nodejs24.x"], packages });
  expect(build.state).toBe("queued");
  expect(await ended(ctx, layerId, build)).toMatchObject({ state: "done", version: 1, problem: null });
  const [version] = (await getLayer(ctx, { layerId })).versions;
  expect(version).toMatchObject({
    ...{ number: 1, message: "first", madeFrom: packages, packages: ["left-side", "typed-side"] },
    packageLock: {
      "left-side": expect.stringMatching(/^1\.2\.3 sha512-/),
      "typed-side": expect.stringMatching(/^2\.0\.0 sha512-/),
    },
  });
  const source = 'import { left } from "left-side"; export const handler = async () => ({ note: left("abc") });';
  const layers = [{ layerId, name, version: 1 }];
  expect(await tryDraft(ctx, draftOf(source, { layers }))).toMatchObject({
    status: "success",
    output: { note: "cba" },
  });
}, 90_000);

test("Python packages become versions that differ by their lock, and a function finds them below /opt/python", async () => {
  const { ctx } = platform;
  const { id: layerId, name } = await createLayer(ctx, { name: "shared-python" });
  for (const version of ["1.0", "2.0"]) {
    const wanted = { layerId, runtimes: ["python3.11" as const], packages: [{ name: "words", version }] };
    expect(await ended(ctx, layerId, await createLayerBuild(ctx, wanted))).toMatchObject({ state: "done" });
  }
  const diff = await diffLayerVersions(ctx, { layerId, from: 1, to: 2 });
  expect(diff.packages).toEqual([
    {
      name: "words",
      before: expect.stringMatching(/^1\.0 sha256:[0-9a-f]{64}$/),
      after: expect.stringMatching(/^2\.0 sha256:[0-9a-f]{64}$/),
    },
  ]);
  expect(diff.changes).toContainEqual(expect.objectContaining({ path: "python/words.py", change: "changed" }));
  const files = [
    { path: "main.py", content: "from words import word\n\ndef handler(event, context):\n    return {'note': word}\n" },
  ];
  const draft = draftOf("", {
    ...{ source: { kind: "files", files }, language: "python", runtime: "python3.11", handler: "main.handler" },
    layers: [{ layerId, name, version: 2 }],
  });
  expect(await tryDraft(ctx, draft)).toMatchObject({ status: "success", output: { note: "version 2.0" } });
}, 90_000);

test("packages that cannot be had make no version, and say why", async () => {
  const { ctx } = platform;
  const { id: layerId } = await createLayer(ctx, { name: "failing" });
  const packages = [{ name: "left-side", version: "9.9.9" }];
  const build = await createLayerBuild(ctx, { layerId, runtimes: ["nodejs24.x"], packages });
  expect(await ended(ctx, layerId, build)).toMatchObject({
    ...{ state: "failed", version: null },
    problem: "left-side@9.9.9 does not exist: the package has no such version.",
  });
  expect((await getLayer(ctx, { layerId })).versions).toEqual([]);
}, 90_000);

test("a build that waits when its tenant is suspended ends without a version, and says why", async () => {
  const { ctx, fresh, tenant } = platform;
  const operator = { ...ctx, db: fresh.db };
  const { id: layerId } = await createLayer(ctx, { name: "suspended" });
  const packages = [{ name: "typed-side", version: "2.0.0" }];
  await platform.stopWorker();
  const build = await createLayerBuild(ctx, { layerId, runtimes: ["nodejs24.x"], packages });
  await suspendTenant(operator, { tenantId: tenant.id, reason: "unpaid" });
  await platform.restartWorker();
  expect(await ended(ctx, layerId, build)).toMatchObject({
    state: "failed",
    version: null,
    problem: "The tenant is suspended. Ask the operator of the platform.",
  });
  await resumeTenant(operator, { tenantId: tenant.id });
});

test("a layer of packages is of one language, in exact versions, and another tenant's layer is a missing one", async () => {
  const { ctx, fresh, cell } = platform;
  const { id: layerId } = await createLayer(ctx, { name: "checked" });
  const packages = [{ name: "words", version: "1.0" }];
  const wanted = { layerId, packages };
  await expect(createLayerBuild(ctx, { ...wanted, runtimes: ["python3.11", "nodejs24.x"] })).rejects.toMatchObject({
    errors: [{ path: "runtimes", message: "A layer of packages is for runtimes of one language: Node, or Python." }],
  });
  await expect(createLayerBuild(ctx, { ...wanted, runtimes: ["nodejs24.x"] })).rejects.toMatchObject({
    errors: [{ path: "packages.0", message: "1.0 is no exact version of words. Write one such as 4.5.1." }],
  });
  const tenant = await seedTenant(fresh.db, "globex", cell.id);
  const theirs = { ...ctx, tenant, db: fresh.db.forTenant(tenant.id) };
  await expect(createLayerBuild(theirs, { ...wanted, runtimes: ["python3.11"] })).rejects.toMatchObject({
    code: "not_found",
  });
  await expect(listLayerBuilds(theirs, { layerId })).rejects.toMatchObject({ code: "not_found" });
});

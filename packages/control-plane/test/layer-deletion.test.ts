import { buffer } from "node:stream/consumers";
import { ZipArchive } from "archiver";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  changeLayerRollout,
  createFunction,
  createVendorLayer,
  createVendorLayerVersion,
  deleteVendorLayerVersion,
  publishRelease,
  saveDraft,
  startLayerRollout,
} from "../src/index.ts";
import { lockVersion } from "../src/layer/lock-version.ts";
import { inTurn } from "./in-turn.ts";
import { type ControlPlane, draftOf, startControlPlane } from "./start-control-plane.ts";

let plane: ControlPlane;
beforeAll(async () => {
  plane = await startControlPlane();
});
afterAll(() => plane.close());

async function zip(): Promise<Buffer> {
  const archive = new ZipArchive();
  archive.append("module.exports = 1;", { name: "nodejs/node_modules/one/index.js" });
  const [bytes] = await Promise.all([buffer(archive), archive.finalize()]);
  return bytes;
}

/** A vendor's layer with two versions; a function serves with the first one. */
async function layerInUse(name: string): Promise<string> {
  const { id: layerId } = await createVendorLayer(plane.operator, { name });
  for (const message of ["one", "two"])
    await createVendorLayerVersion(plane.operator, {
      ...{ layerId, message, runtimes: ["nodejs24.x"] },
      bytes: await zip(),
    });
  const functionName = `uses-${name}`;
  await createFunction(plane.acme, { name: functionName, extensionPointKey: null, template: "blank" });
  const content = draftOf({ layers: [{ layerId, name, version: 1 }] });
  const { revision } = await saveDraft(plane.acme, { functionName, content, revision: 1 });
  const { id } = await publishRelease(plane.acme, { functionName, revision });
  const { operator } = plane.fresh.db;
  const made = await operator.deployment.update({ where: { id }, data: { state: "active" } });
  await operator.function.update({ where: { id: made.functionId }, data: { liveReleaseId: made.releaseId } });
  return layerId;
}

test("a layer's version is not deleted while a roll-out brings it, from its first moment to its end", async () => {
  const layerId = await layerInUse("greetings");
  const plan = { layerId, version: 2, waveSize: 1, pauseSeconds: 0, maxFailureRate: 0 };
  const remove = () => deleteVendorLayerVersion(plane.operator, { layerId, number: "2" });
  const { id: rolloutId } = await startLayerRollout(plane.operator, plan);
  for (const state of ["paused", "running"] as const) {
    await expect(remove()).rejects.toMatchObject({
      code: "conflict",
      message: "Version 2 is being rolled out. Let that come to its end, or cancel it.",
    });
    await changeLayerRollout(plane.operator, { rolloutId, state });
  }
  await changeLayerRollout(plane.operator, { rolloutId, state: "cancelled" });
  await remove();
  await expect(startLayerRollout(plane.operator, plan)).rejects.toMatchObject({ code: "not_found" });
});

test("of a version's roll-out and its deletion at once the second is refused", async () => {
  const layerId = await layerInUse("at-once");
  const plan = { layerId, version: 2, waveSize: 1, pauseSeconds: 0, maxFailureRate: 0 };
  const { operator } = plane.fresh.db;
  const { id } = await operator.layerVersion.findFirstOrThrow({ where: { layerId, number: 2 }, select: { id: true } });
  const ended = await inTurn(operator, (tx) => lockVersion(tx, id), [
    () => deleteVendorLayerVersion(plane.operator, { layerId, number: "2" }),
    () => startLayerRollout(plane.operator, plan),
  ]);
  expect(ended).toEqual(["done", "not_found"]);
});

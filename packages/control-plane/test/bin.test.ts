import { afterAll, beforeAll, expect, test } from "vitest";
import {
  createFunction,
  deleteFunction,
  getFunction,
  listAudit,
  listBin,
  listFunctions,
  reapFunction,
  restoreFunction,
} from "../src/index.ts";
import { type ControlPlane, startControlPlane } from "./start-control-plane.ts";

let plane: ControlPlane;
beforeAll(async () => {
  plane = await startControlPlane();
});
afterAll(() => plane.close());

const make = (name: string) => createFunction(plane.acme, { name, extensionPointKey: null, template: "blank" });

/** A function with a live release, as the worker leaves it. */
async function live(name: string) {
  const { id: functionId } = await make(name);
  const tenantId = plane.acme.tenant.id;
  const { operator } = plane.fresh.db;
  const { content } = await operator.draft.findUniqueOrThrow({ where: { functionId } });
  const data = { tenantId, functionId, number: 1, content: Object(content), lambdaVersion: "1", createdBy: "test" };
  const { id: liveReleaseId } = await operator.release.create({ data });
  await operator.function.update({ where: { id: functionId }, data: { liveReleaseId } });
  return functionId;
}

test("a deleted function is in the bin for 30 days, nowhere else, and its name is free", async () => {
  const functionId = await live("binned");
  const binned = await deleteFunction(plane.acme, { functionName: "binned" });
  expect(binned).toMatchObject({
    id: functionId,
    name: "binned",
    releaseNumber: 1,
    deletedBy: "user:owner@acme.example",
  });
  const days = (Date.parse(binned.reapAt) - Date.parse(binned.deletedAt)) / 86_400_000;
  expect(days).toBe(30);
  expect(await listBin(plane.acme)).toEqual([binned]);
  expect((await listFunctions(plane.acme)).items.map(({ name }) => name)).not.toContain("binned");
  await expect(getFunction(plane.acme, { functionName: "binned" })).rejects.toMatchObject({ code: "not_found" });
  const { liveReleaseId } = await plane.fresh.db.operator.function.findUniqueOrThrow({ where: { id: functionId } });
  expect(liveReleaseId).toBeNull();
  const taken = await make("binned");
  await expect(restoreFunction(plane.acme, { functionId })).rejects.toMatchObject({
    code: "conflict",
    errors: [{ path: "name" }],
  });
  expect(await restoreFunction(plane.acme, { functionId, name: "back-again" })).toMatchObject({
    id: functionId,
    name: "back-again",
    liveRelease: { number: 1, live: true },
  });
  expect((await getFunction(plane.acme, { functionName: "binned" })).id).toBe(taken.id);
  expect((await listAudit(plane.acme)).items.map(({ action }) => action)).toEqual(
    expect.arrayContaining(["deleteFunction", "restoreFunction"]),
  );
});

test("what is overdue cannot be restored, and an owner need not wait for it", async () => {
  const functionId = await live("overdue");
  await deleteFunction(plane.acme, { functionName: "overdue" });
  const developer = plane.as("developer");
  await expect(reapFunction(developer, { functionId })).rejects.toMatchObject({ code: "forbidden" });
  await reapFunction(plane.acme, { functionId });
  expect(await plane.jobsIn("delete-function")).toBe(1);
  expect(await listBin(plane.acme)).toEqual([]);
  await expect(restoreFunction(plane.acme, { functionId })).rejects.toMatchObject({ code: "not_found" });
});

test("another tenant's bin is empty, and its functions are answered like missing ones", async () => {
  const functionId = await live("not-yours");
  await deleteFunction(plane.acme, { functionName: "not-yours" });
  expect(await listBin(plane.globex)).toEqual([]);
  const missing = { code: "not_found", message: "There is no such function in the bin." };
  await expect(restoreFunction(plane.globex, { functionId })).rejects.toMatchObject(missing);
  await expect(reapFunction(plane.globex, { functionId })).rejects.toMatchObject(missing);
});

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  copyFunction,
  createFunction,
  getDraft,
  getFunction,
  listAudit,
  listBindings,
  listTestEvents,
  publishRelease,
  saveDraft,
  saveTestEvent,
  setRetryPolicy,
  updateFunction,
} from "../src/index.ts";
import { type ControlPlane, draftOf, startControlPlane } from "./start-control-plane.ts";

let plane: ControlPlane;
const functionName = "score";
const content = draftOf();
const retryPolicy = { maxAttempts: 3, firstDelaySeconds: 1, maxDelaySeconds: 60, maxAgeSeconds: 3600 };

beforeAll(async () => {
  plane = await startControlPlane();
  await createFunction(plane.acme, {
    ...{ name: functionName, description: "Scores an invoice.", extensionPointKey: null, template: "blank" },
  });
  const { revision } = await saveDraft(plane.acme, { functionName, content, revision: 1 });
  for (const name of ["small", "large"])
    await saveTestEvent(plane.acme, { functionName, name, record: { "invoice.total": name.length } });
  await updateFunction(plane.acme, { functionName, requiresPassingTests: true });
  await setRetryPolicy(plane.acme, { functionName, retryPolicy });
  await publishRelease(plane.acme, { functionName, revision });
});
afterAll(() => plane.close());

describe("a copy of a function", () => {
  test("has its draft, test events and settings, and none of its releases and bindings", async () => {
    const copy = await copyFunction(plane.acme, { functionName, name: "score-2" });
    const original = await getFunction(plane.acme, { functionName });
    expect(copy).toMatchObject({
      ...{ name: "score-2", description: "Scores an invoice.", requiresPassingTests: true, retryPolicy },
      ...{ liveRelease: null, latestDeployment: null },
    });
    expect(copy.lambdaName).not.toBe(original.lambdaName);
    expect(await getDraft(plane.acme, { functionName: "score-2" })).toMatchObject({ revision: 1, content });
    const events = await listTestEvents(plane.acme, { functionName: "score-2" });
    expect(events.map(({ name, record }) => [name, record])).toEqual(
      (await listTestEvents(plane.acme, { functionName })).map(({ name, record }) => [name, record]),
    );
    expect(events).toHaveLength(2);
    const bound = await listBindings(plane.acme);
    expect(bound.map((binding) => binding.functionName)).toEqual([functionName]);
    const [event] = (await listAudit(plane.acme)).items;
    expect(event).toMatchObject({ action: "copyFunction", target: "function:score-2", detail: { of: functionName } });
  });

  test("is changed for itself", async () => {
    const { name } = await copyFunction(plane.acme, { functionName, name: "score-3" });
    await saveDraft(plane.acme, { functionName: name, content: { ...content, memoryMb: 512 }, revision: 1 });
    expect((await getDraft(plane.acme, { functionName })).content.memoryMb).toBe(content.memoryMb);
  });

  test("is not made under a name that is taken, of another tenant's, by a viewer, or above the plan", async () => {
    const { operator } = plane.fresh.db;
    const before = await operator.function.count();
    const copy = (name: string, ctx = plane.acme) => copyFunction(ctx, { functionName, name });
    await expect(copy(functionName)).rejects.toMatchObject({ code: "conflict", errors: [{ path: "name" }] });
    await expect(copy("theirs", plane.globex)).rejects.toMatchObject({ code: "not_found" });
    await expect(copy("viewed", plane.as("viewer"))).rejects.toMatchObject({ code: "forbidden" });
    const where = { id: plane.acme.tenant.id };
    await operator.tenant.update({ where, data: { quotas: { functions: 1 } } });
    await expect(copy("too-many")).rejects.toMatchObject({ code: "limit_exceeded" });
    await operator.tenant.update({ where, data: { quotas: {} } });
    expect(await operator.function.count()).toBe(before);
  });
});

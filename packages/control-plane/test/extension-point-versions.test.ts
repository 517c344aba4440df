import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  createExtensionPoint,
  createFunction,
  getExtensionPointImpact,
  listAudit,
  listBindings,
  listExtensionPointVersions,
  listOperatorAudit,
  publishRelease,
  saveDraft,
  updateBinding,
  updateExtensionPoint,
} from "../src/index.ts";
import { type ControlPlane, draftOf, startControlPlane } from "./start-control-plane.ts";

let plane: ControlPlane;
const key = "invoice.paid";
const contract = {
  name: "Invoice paid",
  description: "",
  inputFields: ["invoice.number", "invoice.total"],
  outputFields: ["invoice.note"],
  timeoutMs: 3000,
  failureMode: "open" as const,
};

/** Two bound functions of Acme's, of which one is live and reads `invoice.total`. */
beforeAll(async () => {
  plane = await startControlPlane();
  await createExtensionPoint(plane.operator, { ...contract, key, recordTypeKey: "invoice" });
  for (const functionName of ["reads-total", "not-live"]) {
    await createFunction(plane.acme, { name: functionName, extensionPointKey: null, template: "blank" });
    const content = draftOf({ extensionPointKey: key });
    const { revision } = await saveDraft(plane.acme, { functionName, content, revision: 1 });
    const { id } = await publishRelease(plane.acme, { functionName, revision });
    if (functionName === "not-live") continue;
    const { operator } = plane.fresh.db;
    const { releaseId: liveReleaseId, functionId } = await operator.deployment.findUniqueOrThrow({ where: { id } });
    await operator.function.update({ where: { id: functionId }, data: { liveReleaseId } });
  }
  const bound = (await listBindings(plane.acme)).find(({ functionName }) => functionName === "reads-total");
  await updateBinding(plane.acme, { bindingId: bound?.id ?? "", condition: "invoice.total > 10.0", timeoutMs: 2000 });
});
afterAll(() => plane.close());

const impact = (change: Partial<typeof contract>) =>
  getExtensionPointImpact(plane.operator, { key, ...contract, ...change, version: 1 });

describe("a change tells which bindings it would break, of every tenant, and why:", () => {
  test.each([
    [
      "nothing, for more fields and more time",
      { inputFields: [...contract.inputFields, "invoice.iban"], timeoutMs: 5000 },
      [],
    ],
    ["a field that functions read is taken away", { inputFields: ["invoice.number"] }, ["parameters.0", "condition"]],
    ["a field that functions set is taken away", { outputFields: [] }, ["outputs.0"]],
    ["less time than a binding has", { timeoutMs: 1000 }, ["timeoutMs"]],
  ])("%s", async (_, change, places) => {
    const { bindings, breaks } = await impact(change);
    expect(bindings).toBe(2);
    expect(breaks.flatMap(({ problems }) => problems.map(({ at }) => at))).toEqual(places);
    for (const found of breaks)
      expect(found).toMatchObject({ tenant: "acme", functionName: "reads-total", releaseNumber: 1 });
  });
});

describe("a contract", () => {
  const less = { key, ...contract, inputFields: ["invoice.number"] };

  test("is not changed where bindings would break, until that is accepted; each version is kept", async () => {
    await expect(updateExtensionPoint(plane.operator, { ...less, version: 1 })).rejects.toMatchObject({
      code: "conflict",
      message: "1 of 2 bindings would not fit any more. Change less, or accept that they break.",
      errors: [{ path: "acme/reads-total/parameters.0" }, { path: "acme/reads-total/condition" }],
    });
    expect(await listExtensionPointVersions(plane.operator, { key })).toHaveLength(1);
    const changed = await updateExtensionPoint(plane.operator, { ...less, version: 1, acceptBreaking: true });
    expect(changed).toMatchObject({ version: 2, inputs: [{ path: "invoice.number" }] });
    expect(await listExtensionPointVersions(plane.operator, { key })).toMatchObject([
      { number: 2, inputFields: ["invoice.number"], createdBy: "user:operator@annex.example" },
      { number: 1, inputFields: contract.inputFields },
    ]);
    const [told] = (await listOperatorAudit(plane.operator, { limit: 1 })).items;
    expect(told).toMatchObject({
      action: "updateExtensionPoint",
      detail: { version: 2, broken: ["acme/reads-total"] },
    });
    expect((await listAudit(plane.acme)).items.map(({ action }) => action)).not.toContain("updateExtensionPoint");
  });

  test("is not counted as broken again by what was broken before", async () => {
    const change = { key, ...contract, inputFields: ["invoice.number"], timeoutMs: 4000, version: 2 };
    expect((await getExtensionPointImpact(plane.operator, change)).breaks).toEqual([]);
  });

  test.each([
    ["from an old version", { version: 1 }, "conflict"],
    [
      "to a field that the record type does not have",
      { version: 2, outputFields: ["invoice.nothing"] },
      "invalid_request",
    ],
    ["of a key that is not there", { version: 1, key: "invoice.nothing" }, "not_found"],
  ])("is not changed %s", async (_, wrong, code) => {
    await expect(updateExtensionPoint(plane.operator, { ...less, ...wrong })).rejects.toMatchObject({ code });
  });
});

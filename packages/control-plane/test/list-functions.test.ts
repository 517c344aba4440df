import type { FunctionQuery } from "@annex/contract";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createFunction, listFunctions, publishRelease, saveDraft, unbind } from "../src/index.ts";
import { type ControlPlane, draftOf, startControlPlane } from "./start-control-plane.ts";

let plane: ControlPlane;
beforeAll(async () => {
  plane = await startControlPlane();
  for (const name of ["alpha", "beta", "gamma", "delta"])
    await createFunction(plane.acme, {
      ...{ name, extensionPointKey: null, template: "blank" },
      description: name === "gamma" ? "Checks Bank Details" : "",
    });
  const { operator } = plane.fresh.db;
  for (const [functionName, state] of [
    ["beta", "failed"],
    ["gamma", "building"],
    ["delta", "active"],
  ] as const) {
    const { revision } = await saveDraft(plane.acme, { functionName, content: draftOf(), revision: 1 });
    const { id } = await publishRelease(plane.acme, { functionName, revision });
    const { releaseId, functionId } = await operator.deployment.update({ where: { id }, data: { state } });
    if (state === "active")
      await operator.function.update({ where: { id: functionId }, data: { liveReleaseId: releaseId } });
  }
  const beta = await operator.binding.findFirstOrThrow({ where: { function: { name: "beta" } } });
  await unbind(plane.acme, { bindingId: beta.id });
});
afterAll(() => plane.close());

const names = async (query: Partial<FunctionQuery>) =>
  (await listFunctions(plane.acme, query)).items.map(({ name }) => name);

describe("functions are found", () => {
  test.each<[Partial<FunctionQuery>, string[]]>([
    [{}, ["alpha", "beta", "delta", "gamma"]],
    [{ search: "BET" }, ["beta"]],
    [{ search: "bank" }, ["gamma"]],
    [{ search: "100%" }, []],
    [{ state: "draft" }, ["alpha"]],
    [{ state: "failed" }, ["beta"]],
    [{ state: "deploying" }, ["gamma"]],
    [{ state: "active" }, ["delta"]],
    [{ extensionPoint: "invoice.submitted" }, ["delta", "gamma"]],
    [{ extensionPoint: "invoice.submitted", state: "active", search: "a" }, ["delta"]],
  ])("by %j", async (query, found) => {
    expect(await names(query)).toEqual(found);
  });

  test("in the state that the filter names", async () => {
    const { items } = await listFunctions(plane.acme);
    expect(items.map(({ state }) => state)).toEqual(["draft", "failed", "active", "deploying"]);
  });

  test("page by page, each once", async () => {
    const first = await listFunctions(plane.acme, { limit: 3 });
    expect(first).toMatchObject({ items: [{}, {}, { name: "delta" }], nextCursor: "delta" });
    const second = await listFunctions(plane.acme, { limit: 3, cursor: first.nextCursor ?? "" });
    expect(second).toMatchObject({ items: [{ name: "gamma" }], nextCursor: null });
  });

  test("in the tenant's own only", async () => {
    expect((await listFunctions(plane.globex)).items).toEqual([]);
  });
});

import { afterAll, beforeAll, expect, test } from "vitest";
import { createCredential, createFunction, getDraft, listCredentials, saveDraft } from "../src/index.ts";
import { type ControlPlane, startControlPlane } from "./start-control-plane.ts";

let plane: ControlPlane;
beforeAll(async () => {
  plane = await startControlPlane();
});
afterAll(() => plane.close());

const secret = { kind: "secret", name: "erp-key", functionName: null, value: "correct horse battery" } as const;

test("a credential tells which of the tenant's own functions map it, and nothing of another tenant's", async () => {
  for (const ctx of [plane.acme, plane.globex]) {
    expect((await createCredential(ctx, secret)).usedBy).toEqual([]);
  }
  const name = "post-invoice";
  await createFunction(plane.acme, { name, description: "", template: "blank", extensionPointKey: null });
  const { content, revision } = await getDraft(plane.acme, { functionName: name });
  const parameters = [{ name: "key", source: { kind: "credential", credential: secret.name } } as const];
  const mapped = { ...content, mapping: { ...content.mapping, parameters } };
  await saveDraft(plane.acme, { functionName: name, content: mapped, revision });
  expect((await listCredentials(plane.acme)).map(({ usedBy }) => usedBy)).toEqual([[name]]);
  expect((await listCredentials(plane.globex)).map(({ usedBy }) => usedBy)).toEqual([[]]);
});

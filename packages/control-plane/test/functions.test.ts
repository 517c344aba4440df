import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  createFunction,
  deleteFunction,
  deleteTestEvent,
  getDeployment,
  getDraft,
  getFunction,
  listAudit,
  listBindings,
  listDeployments,
  listFunctions,
  listReleases,
  listTemplates,
  listTestEvents,
  publishRelease,
  rollBack,
  saveDraft,
  saveTestEvent,
  startTestRun,
  unbind,
  updateBinding,
} from "../src/index.ts";
import { type ControlPlane, draftOf, startControlPlane } from "./start-control-plane.ts";

let plane: ControlPlane;
beforeAll(async () => {
  plane = await startControlPlane();
});
afterAll(() => plane.close());

const fromTemplate = (name: string) => ({
  name,
  extensionPointKey: "invoice.submitted",
  template: "typescript-handler",
});

async function deployed(functionName: string) {
  await createFunction(plane.acme, fromTemplate(functionName));
  const { revision } = await saveDraft(plane.acme, { functionName, content: draftOf(), revision: 1 });
  return publishRelease(plane.acme, { functionName, revision });
}

describe("createFunction", () => {
  test.each(listTemplates().map(({ key }) => key))("makes a draft from %s that can be deployed", async (template) => {
    const functionName = `from-${template}`;
    const made = await createFunction(plane.acme, { ...fromTemplate(functionName), template });
    expect(made).toMatchObject({ name: functionName, liveRelease: null, bound: false, draft: { revision: 1 } });
    expect(made.lambdaName).toBe(`annex-${plane.acme.tenant.key}-${made.id.replaceAll("-", "")}`);
    expect((await publishRelease(plane.acme, { functionName, revision: 1 })).state).toBe("queued");
  });

  test("says that a name is taken, at the name, and writes nothing", async () => {
    await createFunction(plane.acme, fromTemplate("taken"));
    const before = (await listAudit(plane.acme)).items.length;
    await expect(createFunction(plane.acme, fromTemplate("taken"))).rejects.toMatchObject({
      code: "conflict",
      message: "The name taken is taken. Choose another one.",
      errors: [{ path: "name" }],
    });
    expect((await listAudit(plane.acme)).items.length).toBe(before);
  });

  test("lets another tenant use the same name", async () => {
    await createFunction(plane.globex, fromTemplate("taken"));
    expect((await listFunctions(plane.globex)).items.map(({ name }) => name)).toEqual(["taken"]);
  });

  test.each([
    [{ name: "Bad Name" }, "name: Use lower-case letters, digits and hyphens, starting with a letter"],
    [{ template: "nothing" }, "There is no template nothing."],
    [{ extensionPointKey: "no.such" }, "There is no extension point no.such."],
  ])("refuses %j", async (wrong, message) => {
    await expect(createFunction(plane.acme, { ...fromTemplate("refused"), ...wrong })).rejects.toMatchObject({
      code: "invalid_request",
      message,
    });
  });

  test("is not for viewers", async () => {
    await expect(createFunction(plane.as("viewer"), fromTemplate("viewed"))).rejects.toMatchObject({
      code: "forbidden",
    });
  });
});

test("a draft saved from an old revision is a conflict that names who saved it", async () => {
  const functionName = "edited";
  await createFunction(plane.acme, fromTemplate(functionName));
  await saveDraft(plane.as("developer"), { functionName, content: draftOf(), revision: 1 });
  await expect(saveDraft(plane.acme, { functionName, content: draftOf(), revision: 1 })).rejects.toMatchObject({
    code: "conflict",
    message: "developer@acme.example saved this draft in the meantime. Reload it to go on from there.",
  });
  expect(await getDraft(plane.acme, { functionName })).toMatchObject({
    revision: 2,
    updatedBy: "user:developer@acme.example",
  });
});

describe("publishRelease", () => {
  test("writes release, deployment, binding, job and audit event together", async () => {
    const jobs = await plane.jobsIn("deploy");
    const deployment = await deployed("published");
    expect(deployment).toMatchObject({ kind: "deploy", state: "queued", releaseNumber: 1, steps: [] });
    expect(await plane.jobsIn("deploy")).toBe(jobs + 1);
    expect(await listBindings(plane.acme)).toContainEqual(
      expect.objectContaining({
        functionName: "published",
        extensionPointKey: "invoice.submitted",
        enabled: true,
        live: false,
      }),
    );
    expect((await listAudit(plane.acme)).items[0]).toMatchObject({
      action: "publishRelease",
      target: "function:published",
    });
    expect(await listReleases(plane.acme, { functionName: "published" })).toHaveLength(1);
  });

  test.each([
    [
      "a handler that does not exist",
      { handler: "src/index.main" },
      "handler",
      "src/index.ts has no export main. Found: src/index.handler, src/index.other.",
    ],
    [
      "a file that does not exist",
      { handler: "lib/x.handler" },
      "handler",
      "There is no file lib/x.ts or lib/x.mts or lib/x.cts. Files: src/index.ts.",
    ],
    [
      "a handler without an export",
      { handler: "index" },
      "handler",
      "A handler is written like src/index.handler: a file without its ending, a dot, an export.",
    ],
    [
      "a reserved variable",
      { environment: { AWS_REGION: "x" } },
      "environment.AWS_REGION",
      "AWS_REGION is reserved. Choose a name that does not begin with AWS_ or ANNEX_.",
    ],
    [
      "a variable that changes the runtime",
      { environment: { NODE_OPTIONS: "x" } },
      "environment.NODE_OPTIONS",
      "NODE_OPTIONS would change the runtime itself; it cannot be set.",
    ],
    [
      "more than 4 KB of variables",
      { environment: { A1: "x".repeat(2048), A2: "x".repeat(2048) } },
      "environment",
      "The variables have 4100 bytes together; 4096 are allowed.",
    ],
    [
      "a runtime of another language",
      { runtime: "python3.11" },
      "runtime",
      "python3.11 does not run typescript. Choose another runtime.",
    ],
    [
      "an output to a field that is not there",
      { mapping: { parameters: [], outputs: [{ field: "invoice.nothing", source: { kind: "result", path: "x" } }] } },
      "mapping.outputs.0",
      "No field invoice.nothing to set",
    ],
    [
      "a credential that is not there",
      { mapping: { parameters: [{ name: "key", source: { kind: "credential", credential: "erp" } }], outputs: [] } },
      "mapping.parameters.0",
      "No credential erp",
    ],
  ] as const)("refuses %s at its place, and makes no release", async (what, wrong, path, message) => {
    const functionName = `no-${what.replaceAll(/[^a-z]+/g, "-")}`.slice(0, 38).replace(/-$/, "");
    await createFunction(plane.acme, fromTemplate(functionName));
    const content = draftOf(JSON.parse(JSON.stringify(wrong)));
    const { revision } = await saveDraft(plane.acme, { functionName, content, revision: 1 });
    await expect(publishRelease(plane.acme, { functionName, revision })).rejects.toMatchObject({
      code: "invalid_request",
      errors: [{ path, message: expect.stringContaining(message) }],
    });
    expect(await listReleases(plane.acme, { functionName })).toEqual([]);
    expect(await listDeployments(plane.acme, { functionName })).toEqual([]);
  });

  test("refuses a draft that is not the one on screen", async () => {
    await createFunction(plane.acme, fromTemplate("stale"));
    await expect(publishRelease(plane.acme, { functionName: "stale", revision: 7 })).rejects.toMatchObject({
      code: "conflict",
    });
  });

  test("two at once get two numbers", async () => {
    await createFunction(plane.acme, fromTemplate("numbered"));
    const both = await Promise.all(
      [1, 2].map(() => publishRelease(plane.acme, { functionName: "numbered", revision: 1 })),
    );
    expect(both.map(({ releaseNumber }) => releaseNumber).sort()).toEqual([1, 2]);
  });
});

test("a function says whether its cell keeps its egress list: an AWS account has none", async () => {
  const functionName = "egress-told";
  const { cell: name } = await createFunction(plane.acme, fromTemplate(functionName));
  const { operator } = plane.fresh.db;
  const { endpoint: before } = await operator.cell.findFirstOrThrow({ where: { name } });
  for (const [endpoint, keepsEgressList] of [["http://127.0.0.1:1", true] as const, [null, false] as const]) {
    await operator.cell.updateMany({ where: { name }, data: { endpoint } });
    expect(await getFunction(plane.acme, { functionName })).toMatchObject({ keepsEgressList });
  }
  await operator.cell.updateMany({ where: { name }, data: { endpoint: before } });
});

test("a release that was never published cannot be rolled back to", async () => {
  await deployed("unpublished");
  await expect(rollBack(plane.acme, { functionName: "unpublished", releaseNumber: 1 })).rejects.toMatchObject({
    code: "conflict",
    message: "Release 1 was never published, so there is nothing to go back to.",
  });
  await expect(rollBack(plane.acme, { functionName: "unpublished", releaseNumber: 9 })).rejects.toMatchObject({
    code: "not_found",
  });
});

test("a function is deleted only when nothing uses it", async () => {
  const functionName = "deleted";
  const { id } = await deployed(functionName);
  await expect(deleteFunction(plane.acme, { functionName })).rejects.toMatchObject({
    code: "conflict",
    message: "It still runs at invoice.submitted. Unbind it there first, then delete it.",
  });
  const binding = (await listBindings(plane.acme)).find((found) => found.functionName === functionName);
  const bindingId = binding?.id ?? "";
  expect(await updateBinding(plane.acme, { bindingId, enabled: false, position: 5 })).toMatchObject({
    enabled: false,
    position: 5,
  });
  await unbind(plane.acme, { bindingId });
  await expect(deleteFunction(plane.acme, { functionName })).rejects.toMatchObject({
    message: expect.stringContaining("under way"),
  });
  await plane.fresh.db.operator.deployment.update({ where: { id }, data: { state: "failed" } });
  await deleteFunction(plane.acme, { functionName });
  await expect(getFunction(plane.acme, { functionName })).rejects.toMatchObject({ code: "not_found" });
});

describe("a binding's settings", () => {
  let bindingId: string;
  beforeAll(async () => {
    await deployed("settled");
    bindingId = (await listBindings(plane.acme)).find((found) => found.functionName === "settled")?.id ?? "";
  });
  const settings = {
    condition: "invoice.total > 1000.0",
    timeoutMs: 500,
    failureMode: "open",
    fallback: { "invoice.riskScore": 0.5 },
  } as const;

  test("are checked, kept, and taken back one by one", async () => {
    expect(await updateBinding(plane.acme, { bindingId, ...settings })).toMatchObject(settings);
    expect(await updateBinding(plane.acme, { bindingId, enabled: false })).toMatchObject({
      ...settings,
      enabled: false,
    });
    const without = { condition: null, fallback: null };
    expect(await updateBinding(plane.acme, { bindingId, ...without })).toMatchObject({ ...settings, ...without });
    const audit = await plane.fresh.db.operator.auditEvent.findFirst({
      where: { action: "updateBinding", target: "function:settled" },
      orderBy: { id: "asc" },
    });
    expect(audit?.detail).toMatchObject({ extensionPointKey: "invoice.submitted", condition: settings.condition });
  });

  test.each([
    ["condition", { condition: "invoice.totl > 1.0" }, /did you mean invoice\.total/],
    ["condition", { condition: "invoice.total + 1.0" }, /true or false/],
    ["timeoutMs", { timeoutMs: 3001 }, /within 3000 ms/],
    ["fallback.invoice.total", { fallback: { "invoice.total": 1 } }, /cannot be set/],
    ["fallback.invoice.riskScore", { fallback: { "invoice.riskScore": "high" } }, /must be a number/],
    ["failureMode", { mode: "async", failureMode: "closed" }, /nobody waits cannot fail the call/],
    ["fallback", { failureMode: "closed", fallback: { "invoice.riskScore": 1 } }, /fails closed/],
  ] as const)("that do not fit are refused, and nothing is written: %s %j", async (path, wanted, message) => {
    const before = await listBindings(plane.acme);
    await expect(updateBinding(plane.acme, { bindingId, ...wanted })).rejects.toMatchObject({
      code: "invalid_request",
      errors: expect.arrayContaining([{ path, message: expect.stringMatching(message) }]),
    });
    expect(await listBindings(plane.acme)).toEqual(before);
  });

  test("cannot open what the extension point closes", async () => {
    const point = { where: { key: "invoice.submitted" } };
    await plane.fresh.db.operator.extensionPoint.update({ ...point, data: { failureMode: "closed" } });
    await expect(updateBinding(plane.acme, { bindingId, failureMode: "open" })).rejects.toMatchObject({
      errors: [{ path: "failureMode", message: expect.stringContaining("fails closed") }],
    });
    expect(await updateBinding(plane.acme, { bindingId, position: 3 })).toMatchObject({ position: 3 });
    await plane.fresh.db.operator.extensionPoint.update({ ...point, data: { failureMode: "open" } });
  });

  test("of another tenant's binding are those of a missing one", async () => {
    await expect(updateBinding(plane.globex, { bindingId, ...settings })).rejects.toMatchObject({ code: "not_found" });
  });
});

test("a test event is replaced by one of its name, and deleted once", async () => {
  const functionName = "sampled";
  await createFunction(plane.acme, fromTemplate(functionName));
  await saveTestEvent(plane.acme, { functionName, name: "big", record: { "invoice.total": 1 } });
  const { id: testEventId } = await saveTestEvent(plane.acme, {
    functionName,
    name: "big",
    record: { "invoice.total": 2 },
  });
  expect(await listTestEvents(plane.acme, { functionName })).toMatchObject([
    { name: "big", record: { "invoice.total": 2 } },
  ]);
  await deleteTestEvent(plane.acme, { functionName, testEventId });
  await expect(deleteTestEvent(plane.acme, { functionName, testEventId })).rejects.toMatchObject({ code: "not_found" });
});

describe("another tenant's function is answered like a missing one", () => {
  const functionName = "private";
  let deploymentId = "";
  beforeAll(async () => {
    deploymentId = (await deployed(functionName)).id;
  });
  const missing = { code: "not_found", message: `There is no function named ${functionName}.` };

  test.each([
    ["getFunction", () => getFunction(plane.globex, { functionName })],
    ["getDraft", () => getDraft(plane.globex, { functionName })],
    ["saveDraft", () => saveDraft(plane.globex, { functionName, content: draftOf(), revision: 2 })],
    ["publishRelease", () => publishRelease(plane.globex, { functionName, revision: 2 })],
    ["rollBack", () => rollBack(plane.globex, { functionName, releaseNumber: 1 })],
    ["deleteFunction", () => deleteFunction(plane.globex, { functionName })],
    ["listReleases", () => listReleases(plane.globex, { functionName })],
    ["listDeployments", () => listDeployments(plane.globex, { functionName })],
    ["getDeployment", () => getDeployment(plane.globex, { functionName, deploymentId })],
    ["listTestEvents", () => listTestEvents(plane.globex, { functionName })],
    ["startTestRun", () => startTestRun(plane.globex, { functionName, content: draftOf(), record: {} })],
  ])("by %s", async (_, call) => {
    await expect(call()).rejects.toMatchObject(missing);
  });
});

import { credentialContext, open } from "@annex/envelope";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  createCredential,
  createFunction,
  diffReleases,
  getFunction,
  getRelease,
  getTestSuite,
  listAudit,
  publishRelease,
  rotateCredential,
  saveDraft,
  saveTestEvent,
  startTestSuite,
  updateFunction,
} from "../src/index.ts";
import { type ControlPlane, draftOf, startControlPlane } from "./start-control-plane.ts";

let plane: ControlPlane;
const functionName = "compared";
beforeAll(async () => {
  plane = await startControlPlane();
  await createFunction(plane.acme, { name: functionName, extensionPointKey: null, template: "blank" });
  let revision = 1;
  for (const [memoryMb, message] of [
    [128, "First"],
    [256, "More memory"],
    [512, ""],
  ] as const) {
    ({ revision } = await saveDraft(plane.acme, { functionName, content: draftOf({ memoryMb }), revision }));
    if (message) await publishRelease(plane.acme, { functionName, revision, message });
  }
});
afterAll(() => plane.close());

describe("releases", () => {
  test("are compared with each other and with the draft: both sides, author, message, time", async () => {
    expect(await diffReleases(plane.acme, { functionName, from: 1, to: 2 })).toMatchObject({
      from: { number: 1, message: "First", createdBy: "user:owner@acme.example", createdAt: expect.any(String) },
      to: { number: 2, message: "More memory" },
      changes: [{ part: "memoryMb", name: "", before: 128, after: 256 }],
    });
    expect(await diffReleases(plane.acme, { functionName, from: 2, to: "draft" })).toMatchObject({
      to: { number: null },
      changes: [{ part: "memoryMb", before: 256, after: 512 }],
    });
    const back = await diffReleases(plane.acme, { functionName, from: "draft", to: 1 });
    expect(back.changes).toMatchObject([{ before: 512, after: 128 }]);
  });

  test("are read whole, and reading code is audited once an hour for each person", async () => {
    for (let n = 0; n < 3; n++)
      expect(await getRelease(plane.acme, { functionName, releaseNumber: 1 })).toMatchObject({
        number: 1,
        content: draftOf({ memoryMb: 128 }),
        packageLock: {},
      });
    await getRelease(plane.as("viewer"), { functionName, releaseNumber: 1 });
    const readings = (await listAudit(plane.acme)).items.filter(({ action }) => action === "getRelease");
    expect(readings.map(({ actor }) => actor).sort()).toEqual(["user:owner@acme.example", "user:viewer@acme.example"]);
  });

  test.each([
    ["a release that is not there", () => getRelease(plane.acme, { functionName, releaseNumber: 9 })],
    ["another tenant's release", () => getRelease(plane.globex, { functionName, releaseNumber: 1 })],
    ["a side that is not there", () => diffReleases(plane.acme, { functionName, from: 1, to: 9 })],
    ["another tenant's comparison", () => diffReleases(plane.globex, { functionName, from: 1, to: 2 })],
  ])("that cannot be found are not_found: %s", async (_, call) => {
    await expect(call()).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("a test suite", () => {
  test("takes every test event as it is now, with what it shall come to, or those that are named", async () => {
    const named = [];
    for (const [name, expected] of [
      ["good", { output: { note: "x" } }],
      ["bad", null],
    ] as const)
      named.push(await saveTestEvent(plane.acme, { functionName, name, record: { "invoice.total": 1 }, expected }));
    const suite = await startTestSuite(plane.acme, { functionName, content: draftOf() });
    expect(suite).toMatchObject({
      state: "running",
      runs: [
        { name: "good", passed: null, expected: { output: { note: "x" } } },
        { name: "bad", expected: null },
      ],
    });
    const [one] = named;
    const few = await startTestSuite(plane.acme, { functionName, content: draftOf(), testEventIds: [one?.id ?? ""] });
    expect(few.runs).toHaveLength(1);
    expect(await plane.jobsIn("test-run")).toBe(3);
    expect(await getTestSuite(plane.acme, { functionName, suiteId: suite.id })).toEqual(suite);
    await expect(getTestSuite(plane.globex, { functionName, suiteId: suite.id })).rejects.toMatchObject({
      code: "not_found",
    });
    const kept = await saveTestEvent(plane.acme, { functionName, name: "good", record: {} });
    expect(kept.expected).toEqual({ output: { note: "x" } });
    expect((await saveTestEvent(plane.acme, { functionName, name: "good", record: {}, expected: null })).expected).toBe(
      null,
    );
  });

  test("without test events is a conflict, and the gate is a setting of the function", async () => {
    const name = "untested";
    await createFunction(plane.acme, { name, extensionPointKey: null, template: "blank" });
    await expect(startTestSuite(plane.acme, { functionName: name, content: draftOf() })).rejects.toMatchObject({
      code: "conflict",
      message: "There is no test event yet. Save one, then run it.",
    });
    expect(await updateFunction(plane.acme, { functionName: name, requiresPassingTests: true })).toMatchObject({
      requiresPassingTests: true,
      description: "",
    });
    await updateFunction(plane.acme, { functionName: name, description: "Checks" });
    expect(await getFunction(plane.acme, { functionName: name })).toMatchObject({
      requiresPassingTests: true,
      description: "Checks",
    });
    await expect(
      updateFunction(plane.as("viewer"), { functionName: name, requiresPassingTests: false }),
    ).rejects.toMatchObject({ code: "forbidden" });
  });
});

test("a credential is rotated: a new value, a new version, the old value gone, no deployment", async () => {
  const value = "correct horse battery";
  const made = await createCredential(plane.acme, { kind: "secret", name: "erp-key", functionName: null, value });
  const rotated = await rotateCredential(plane.acme, { credentialId: made.id, value: "another horse entirely" });
  expect(rotated).toMatchObject({ id: made.id, version: 2, description: { hint: "…rely" } });
  const { operator } = plane.fresh.db;
  const row = await operator.credential.findUniqueOrThrow({ where: { id: made.id } });
  const { masterKey, tenant } = plane.acme;
  expect(open(masterKey, row, credentialContext(tenant.id, made.id))).toBe("another horse entirely");
  expect(JSON.stringify(await listAudit(plane.acme))).not.toContain("horse");
  const value2 = "x".repeat(20);
  await expect(rotateCredential(plane.globex, { credentialId: made.id, value: value2 })).rejects.toMatchObject({
    code: "not_found",
  });
  await expect(rotateCredential(plane.as("viewer"), { credentialId: made.id, value: value2 })).rejects.toMatchObject({
    code: "forbidden",
  });
});

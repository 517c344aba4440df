import { type FieldMapping, invocationStatusSchema } from "@annex/contract";
import { Prisma } from "@annex/db";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { bind, type Platform, problemOf, startPlatform } from "../../test/start-platform.ts";

let platform: Platform;
const fields = { "invoice.number": "R-1", "invoice.total": 100 };
const mapping: FieldMapping = {
  parameters: [
    { name: "total", source: { kind: "field", path: "invoice.total" } },
    { name: "note", source: { kind: "field", path: "invoice.note" } },
  ],
  outputs: [
    { field: "invoice.riskScore", source: { kind: "result", path: "score" } },
    { field: "invoice.note", source: { kind: "result", path: "note" } },
  ],
};

const async = { mode: "async" } as const;

/** An extension point of the test's own with functions bound in the order given. */
async function pointWith(
  key: string,
  bound: readonly (readonly [string, string, Partial<Prisma.BindingUncheckedUpdateInput>])[],
  failureMode: "open" | "closed" = "open",
) {
  await platform.fresh.db.operator.extensionPoint.create({
    data: {
      key,
      name: key,
      recordTypeKey: "invoice",
      inputFields: ["invoice.number", "invoice.total", "invoice.riskScore", "invoice.note"],
      outputFields: ["invoice.riskScore", "invoice.note"],
      timeoutMs: 3000,
      failureMode,
    },
  });
  for (const [position, [name, body, settings]] of bound.entries()) {
    const code = `export const handler = async ({ total, note }) => { ${body} };`;
    const { functionId } = await platform.acme.deploy({ name, code, extensionPointKey: key, mapping });
    const { id } = await bind(platform, platform.acme, key, functionId, position);
    await platform.fresh.db.operator.binding.update({ where: { id }, data: settings });
  }
  return (values: Record<string, unknown> = fields) =>
    platform.acme.run(`/v1/extension-points/${key}/invocations`, values);
}

beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.close());

describe("a binding's condition", () => {
  test("decides whether its function runs, on the fields as those before it left them", async () => {
    const run = await pointWith("invoice.conditional", [
      ["scores", "return { score: total / 100 };", {}],
      ["notes-high", "return { note: `high` };", { condition: "invoice.riskScore > 5.0" }],
      ["notes-any", "return { note: (note ?? `none`) + ` seen` };", { condition: "invoice.total > 0.0" }],
    ]);
    const low = await run();
    expect(low.functions.map((result) => result.function)).toEqual(["scores", "notes-any"]);
    expect(low.skipped).toEqual(["notes-high"]);
    expect(low.fields).toEqual({ "invoice.riskScore": 1, "invoice.note": "none seen" });
    const high = await run({ ...fields, "invoice.total": 900 });
    expect(high.skipped).toBeUndefined();
    expect(high.fields).toEqual({ "invoice.riskScore": 9, "invoice.note": "high seen" });
  });

  test("over a field that nobody sent is not met", async () => {
    const run = await pointWith("invoice.absent", [["on-note", "return {};", { condition: `invoice.note != "x"` }]]);
    expect(await run()).toMatchObject({ status: "success", functions: [], skipped: ["on-note"], invocationId: null });
  });

  test("that cannot be answered is the tenant's failure, in the ledger, and its function does not run", async () => {
    const run = await pointWith("invoice.broken", [
      ["by-zero", "return { note: `ran` };", { condition: "1 / int(invoice.total) > 0" }],
      ["outdated", "return { note: `ran` };", { condition: "invoice.gone > 0.0" }],
    ]);
    const answer = await run({ ...fields, "invoice.total": 0 });
    expect(answer).toMatchObject({ status: "function_error", fields: {} });
    for (const result of answer.functions) {
      expect(result).toMatchObject({ status: "function_error", error: { type: "Mapping.Condition" } });
      const where = { id: result.invocationId };
      const row = await vi.waitFor(() => platform.fresh.db.operator.invocation.findUniqueOrThrow({ where }));
      expect(row).toMatchObject({ outcome: "function_error", errorType: "Mapping.Condition", requestId: null });
    }
  });
});

describe("a binding that fails open", () => {
  test("sets its fallback, which those after it see", async () => {
    const fallback = { "invoice.riskScore": 0.5, "invoice.note": "unknown" };
    const run = await pointWith("invoice.fallback", [
      ["fails", "throw new Error(`down`);", { fallback }],
      ["continues", "return { note: note + `, then` };", {}],
    ]);
    const answer = await run();
    expect(answer.status).toBe("function_error");
    expect(answer.fields).toEqual({ "invoice.riskScore": 0.5, "invoice.note": "unknown, then" });
    expect(answer.functions[0]).toMatchObject({ status: "function_error", fields: fallback, usedFallback: true });
    expect(answer.functions[1]?.usedFallback).toBeUndefined();
  });

  test("sets its fallback when its result has a wrong type: the tenant is told, the value goes nowhere", async () => {
    const run = await pointWith("invoice.mistyped", [
      ["mistyped", "return { score: `high`, note: `kept back` };", { fallback: { "invoice.riskScore": 1 } }],
    ]);
    const answer = await run();
    expect(answer.fields).toEqual({ "invoice.riskScore": 1 });
    expect(answer.functions[0]?.error).toMatchObject({
      type: "Mapping.Output",
      message: expect.stringContaining("invoice.riskScore must be a number"),
    });
    expect(JSON.stringify(answer)).not.toContain("kept back");
  });

  test("never passes on a fallback that no longer fits the fields", async () => {
    const fallback = { "invoice.riskScore": "high", "invoice.total": 1, "invoice.note": "fits" };
    const run = await pointWith("invoice.unfit", [["unfit", "throw new Error();", { fallback }]]);
    expect((await run()).fields).toEqual({ "invoice.note": "fits" });
  });
});

describe("a binding that fails closed", () => {
  test("stops an extension point that would go on, and nothing is set", async () => {
    const run = await pointWith("invoice.strict", [
      ["before", "return { score: 1 };", {}],
      ["must-work", "throw new Error(`no`);", { failureMode: "closed", fallback: { "invoice.note": "never" } }],
      ["not-reached", "return { note: `reached` };", {}],
    ]);
    const answer = await run();
    expect(answer).toMatchObject({ status: "function_error", fields: {} });
    expect(answer.functions.map((result) => result.function)).toEqual(["before", "must-work"]);
  });

  test("cannot be opened by its binding", async () => {
    const settings = { failureMode: "open" as const, fallback: { "invoice.note": "never" } };
    const run = await pointWith("invoice.shut", [["shut", "throw new Error();", settings]], "closed");
    expect(await run()).toMatchObject({ status: "function_error", fields: {} });
  });
});

describe("a binding's timeout", () => {
  test("ends its function and leaves the time of the extension point to the others", async () => {
    const run = await pointWith("invoice.slow", [
      ["hangs", "await new Promise((done) => setTimeout(done, 30_000));", { timeoutMs: 200 }],
      ["quick", "return { note: `in time` };", {}],
    ]);
    const answer = await run();
    expect(answer.functions.map(({ status }) => status)).toEqual(["timeout", "success"]);
    expect(answer.functions[0]?.error).toMatchObject({ type: "Budget.Timedout" });
    expect(answer.fields).toEqual({ "invoice.note": "in time" });
  });
});

describe("an async binding", () => {
  const done = (id: string) =>
    vi.waitFor(async () => {
      const { body } = await platform.acme.call("GET", `/v1/invocations/${id}`);
      const status = invocationStatusSchema.parse(body);
      expect(["done", "dead"]).toContain(status.state);
      return status;
    }, 15_000);

  test("is accepted once the others are through, and sees what they set; the caller does not wait for it", async () => {
    const run = await pointWith("invoice.fanned", [
      ["tells-later", "await new Promise((done) => setTimeout(done, 300)); return { note: `heard ` + note };", async],
      ["notes-first", "return { note: `first` };", {}],
      ["never", "return { note: `ran` };", { ...async, condition: "invoice.total > 1000.0" }],
    ]);
    const answer = await run();
    expect(answer).toMatchObject({ status: "success", fields: { "invoice.note": "first" }, skipped: ["never"] });
    expect(answer.functions.map((result) => result.function)).toEqual(["notes-first"]);
    expect(answer.accepted).toMatchObject([{ function: "tells-later" }]);
    const status = await done(answer.accepted?.[0]?.invocationId ?? "");
    expect(status).toMatchObject({ outcome: "success", trigger: "async", extensionPointKey: "invoice.fanned" });
    expect(status.result?.fields).toEqual({ "invoice.note": "heard first" });
  });

  test("is not accepted where a function that fails closed stopped the call", async () => {
    const run = await pointWith("invoice.halted", [
      ["would-tell", "return {};", async],
      ["halts", "throw new Error(`no`);", { failureMode: "closed" }],
    ]);
    const answer = await run();
    expect(answer.accepted).toBeUndefined();
    expect(await platform.fresh.db.operator.acceptedInvocation.count({ where: { functionName: "would-tell" } })).toBe(
      0,
    );
  });

  test("is accepted once for an Idempotency-Key, also where the process died before it answered", async () => {
    const key = "invoice.once";
    await pointWith(key, [["tells-once", "return {};", async]]);
    const headers = { "idempotency-key": "fan-out-1" };
    const url = `/v1/extension-points/${key}/invocations`;
    const first = await platform.acme.run(url, fields, headers);
    const { operator } = platform.fresh.db;
    const died = { status: null, answer: Prisma.DbNull, leaseUntil: new Date(Date.now() - 1) };
    await operator.idempotencyKey.updateMany({ where: { key: "fan-out-1" }, data: died });
    const again = await platform.acme.run(url, fields, headers);
    expect(again.accepted).toEqual(first.accepted);
    expect(await operator.acceptedInvocation.count({ where: { functionName: "tells-once" } })).toBe(1);
  });

  test("keeps its timeout and its fallback", async () => {
    const retryPolicy = { maxAttempts: 1, firstDelaySeconds: 0, maxDelaySeconds: 1, maxAgeSeconds: 60 };
    const settings = { ...async, retryPolicy, timeoutMs: 200, fallback: { "invoice.riskScore": 7 } };
    const body = "await new Promise((done) => setTimeout(done, 30_000));";
    const run = await pointWith("invoice.deferred", [["hangs-later", body, settings]]);
    const status = await done((await run()).accepted?.[0]?.invocationId ?? "");
    expect(status).toMatchObject({ state: "dead", outcome: "timeout", attempts: 1 });
    expect(status.result).toMatchObject({ fields: { "invoice.riskScore": 7 }, usedFallback: true });
    expect(status.totalMs).toBeLessThan(2000);
  });

  test("sets only what its extension point lets functions set", async () => {
    const key = "invoice.scored-only";
    const shape = { key, name: key, recordTypeKey: "invoice", timeoutMs: 3000 };
    const lists = { inputFields: ["invoice.number"], outputFields: ["invoice.riskScore"] };
    await platform.fresh.db.operator.extensionPoint.create({ data: { ...shape, ...lists } });
    const code = "export const handler = async () => ({ score: 3, note: `kept back` });";
    const { functionId } = await platform.acme.deploy({
      ...{ name: "sets-more", code, mapping },
      extensionPointKey: "invoice.submitted",
    });
    const { id } = await bind(platform, platform.acme, key, functionId);
    await platform.fresh.db.operator.binding.update({ where: { id }, data: async });
    const answer = await platform.acme.run(`/v1/extension-points/${key}/invocations`, fields);
    const status = await done(answer.accepted?.[0]?.invocationId ?? "");
    expect(status.result).toMatchObject({ status: "success", fields: { "invoice.riskScore": 3 } });
    expect(JSON.stringify(status)).not.toContain("kept back");
  });
});

test("a release that its extension point's contract left behind fails by itself: the tenant is told, the others run", async () => {
  const key = "invoice.changing";
  const fallback = { "invoice.note": "fell back" };
  const run = await pointWith(key, [
    ["left-behind", "return { note: `ran`, score: 1 };", { fallback }],
    ["goes-on", "return { score: 2 };", {}],
  ]);
  expect(await run()).toMatchObject({ status: "success", fields: { "invoice.note": "ran", "invoice.riskScore": 2 } });
  const { operator } = platform.fresh.db;
  const release = await operator.release.findFirstOrThrow({ where: { function: { name: "goes-on" } } });
  const content = Object(release.content);
  const narrow = { parameters: [], outputs: [mapping.outputs[0]] };
  await operator.release.update({ where: { id: release.id }, data: { content: { ...content, mapping: narrow } } });
  const change = (inputFields: string[]) => operator.extensionPoint.update({ where: { key }, data: { inputFields } });
  await change(["invoice.number", "invoice.total", "invoice.riskScore"]);
  const error = { type: "Mapping.Contract", message: expect.stringContaining("invoice.note") };
  const answer = await vi.waitFor(async () => {
    const given = await run();
    expect(given.functions[0]).toMatchObject({ status: "function_error", error, usedFallback: true });
    return given;
  });
  expect(answer.fields).toEqual({ "invoice.note": "fell back", "invoice.riskScore": 2 });
  await platform.dataPlane.services.ledger.settle();
  const row = await operator.invocation.findUniqueOrThrow({ where: { id: answer.functions[0]?.invocationId ?? "" } });
  expect(row).toMatchObject({ outcome: "function_error", errorClass: "configuration" });
  await operator.extensionPoint.update({ where: { key }, data: { failureMode: "closed" } });
  await vi.waitFor(async () => expect((await run()).fields).toEqual({}));
  expect((await run()).functions).toHaveLength(1);
  const direct = await platform.acme.run("/v1/functions/left-behind/invocations", fields);
  expect(direct).toMatchObject({ status: "function_error", functions: [{ error }] });
});

test("a bound function that takes what the extension point does not send is the tenant's failure, not the caller's", async () => {
  const run = await pointWith("invoice.narrow", [["wide", "return { note: `ran` };", {}]]);
  const { operator } = platform.fresh.db;
  const types = await operator.recordType.findUniqueOrThrow({ where: { key: "invoice" } });
  const required = { path: "invoice.extra", type: "string", label: "extra", required: true };
  await operator.recordType.update({
    where: { key: "invoice" },
    data: { fields: [...Object(types.fields), required] },
  });
  const key = "invoice.wider";
  const {
    id: _,
    createdAt: __,
    ...point
  } = await operator.extensionPoint.findUniqueOrThrow({
    where: { key: "invoice.narrow" },
  });
  await operator.extensionPoint.create({
    data: { ...point, key, inputFields: [...point.inputFields, "invoice.extra"] },
  });
  await operator.release.updateMany({
    where: { function: { name: "wide" } },
    data: { content: { ...(await wideContent()), extensionPointKey: key } },
  });
  const answer = await vi.waitFor(async () => {
    const given = await run();
    expect(given.functions[0]?.status).toBe("function_error");
    return given;
  });
  expect(answer.functions[0]?.error).toMatchObject({
    type: "Mapping.Input",
    message: expect.stringContaining("invoice.extra is required"),
  });
  const direct = await platform.acme.call("POST", "/v1/functions/wide/invocations", { body: { fields } });
  expect(problemOf(direct).code).toBe("invalid_request");

  async function wideContent() {
    const release = await operator.release.findFirstOrThrow({ where: { function: { name: "wide" } } });
    return Object(release.content);
  }
});

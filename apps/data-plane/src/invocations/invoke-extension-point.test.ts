import type { FieldMapping } from "@annex/contract";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { bind, type Platform, problemOf, startPlatform } from "../../test/start-platform.ts";

let platform: Platform;
const route = (key: string) => `/v1/extension-points/${key}/invocations`;
const record = { "invoice.number": "R-1", "invoice.total": 100 };

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

async function deployTo(point: string, name: string, body: string, position: number) {
  const code = `export const handler = async ({ total, note }) => { ${body} };`;
  const { functionId } = await platform.acme.deploy({ name, code, extensionPointKey: point, mapping });
  return bind(platform, platform.acme, point, functionId, position);
}

/** A change is seen by the next calls, not by the one that races with it. */
const patience = { timeout: 10_000 };

/** The answer of `invoice.submitted` once this function is the first that runs there. */
function runWithFirst(name: string) {
  return vi.waitFor(async () => {
    const given = await platform.acme.run(route("invoice.submitted"), record);
    expect(given.functions[0]?.function).toBe(name);
    return given;
  }, patience);
}

beforeAll(async () => {
  platform = await startPlatform();
  await deployTo("invoice.submitted", "second", "return { note: note + ', then second' };", 2);
  await deployTo("invoice.submitted", "first", "return { score: total / 10, note: `first` };", 1);
  await deployTo("invoice.approved", "checks", "return { score: 1 };", 1);
  await deployTo("invoice.approved", "breaks", `if (total > 500) throw new Error("too much"); return {};`, 2);
  await deployTo("invoice.approved", "after", "return { note: `after` };", 3);
});
afterAll(() => platform.close());

describe("an extension point", () => {
  test("runs the bound functions in their order, and each sees what those before it set", async () => {
    const answer = await platform.acme.run(route("invoice.submitted"), record);
    expect(answer.status).toBe("success");
    expect(answer.fields).toEqual({ "invoice.riskScore": 10, "invoice.note": "first, then second" });
    expect(answer.functions.map((result) => result.function)).toEqual(["first", "second"]);
    expect(answer.invocationId).toBe(answer.functions[0]?.invocationId);
  });

  test("runs a tenant's own functions only: nothing for a tenant that has bound none", async () => {
    const answer = await platform.globex.run(route("invoice.submitted"), record);
    expect(answer).toMatchObject({ invocationId: null, status: "success", fields: {}, functions: [] });
  });

  test("that nobody declared is told apart from nothing", async () => {
    const answer = await platform.acme.call("POST", route("invoice.paid"), { body: { fields: record } });
    expect(problemOf(answer)).toMatchObject({ status: 404, code: "not_found" });
  });

  test.each([
    [{ "invoice.total": 1 }, "fields.invoice.number"],
    [{ "invoice.number": 1 }, "fields.invoice.number"],
    [{ "invoice.number": "R-1", "invoice.total": "1" }, "fields.invoice.total"],
  ])("refuses the fields %j and names the wrong one", async (fields, path) => {
    const answer = await platform.acme.call("POST", route("invoice.submitted"), { body: { fields } });
    expect(problemOf(answer).code).toBe("invalid_request");
    expect(answer.body).toMatchObject({ errors: [{ path }] });
  });
});

describe("failing closed", () => {
  test("a failure stops the functions after it and sets no field at all", async () => {
    const answer = await platform.acme.run(route("invoice.approved"), { ...record, "invoice.total": 501 });
    expect(answer).toMatchObject({ status: "function_error", fields: {} });
    expect(answer.functions.map((result) => [result.function, result.status])).toEqual([
      ["checks", "success"],
      ["breaks", "function_error"],
    ]);
  });

  test("without a failure every field is set", async () => {
    const answer = await platform.acme.run(route("invoice.approved"), record);
    expect(answer.fields).toEqual({ "invoice.riskScore": 1, "invoice.note": "after" });
  });
});

describe("failing open", () => {
  test("the functions after a failure run, and the answer tells the failure", async () => {
    const broken = await deployTo("invoice.submitted", "broken", `throw new Error("broken");`, 0);
    const answer = await runWithFirst("broken");
    expect(answer.status).toBe("function_error");
    expect(answer.fields).toEqual({ "invoice.riskScore": 10, "invoice.note": "first, then second" });
    await platform.fresh.db.operator.binding.delete({ where: { id: broken.id } });
  });

  test("the extension point's time is for all its functions together", async () => {
    const { operator } = platform.fresh.db;
    const slow = await deployTo("invoice.submitted", "slow", "await new Promise((d) => setTimeout(d, 30_000));", 0);
    await operator.extensionPoint.update({ where: { key: "invoice.submitted" }, data: { timeoutMs: 300 } });
    const answer = await runWithFirst("slow");
    expect(answer.status).toBe("timeout");
    expect(answer.functions.map(({ status }) => status)).toEqual(["timeout", "timeout", "timeout"]);
    expect(answer.functions[0]?.error).toMatchObject({ type: "Budget.Timedout" });
    await operator.binding.delete({ where: { id: slow.id } });
    await operator.extensionPoint.update({ where: { key: "invoice.submitted" }, data: { timeoutMs: 3000 } });
  });

  test("a failure of the cell is a result with the ID that the ledger has", async () => {
    const lost = await deployTo("invoice.submitted", "lost", "return {};", 0);
    const { operator } = platform.fresh.db;
    await operator.release.updateMany({ where: { function: { name: "lost" } }, data: { lambdaVersion: "99" } });
    const answer = await vi.waitFor(async () => {
      const given = await platform.acme.run(route("invoice.submitted"), record);
      expect(given.functions[0]?.status).toBe("platform_error");
      return given;
    }, patience);
    expect(answer.fields).toEqual({ "invoice.riskScore": 10, "invoice.note": "first, then second" });
    const id = answer.functions[0]?.invocationId ?? "";
    await vi.waitFor(async () => {
      expect(await operator.invocation.findUnique({ where: { id } })).toMatchObject({ outcome: "platform_error" });
    }, patience);
    await operator.binding.delete({ where: { id: lost.id } });
  });
});

describe("what changes is seen by the next calls:", () => {
  const names = async () => {
    const { functions } = await platform.acme.run(route("invoice.submitted"), record);
    return functions.map((result) => result.function);
  };

  test("a binding that is disabled, enabled, put in another order", async () => {
    const { operator } = platform.fresh.db;
    const where = { function: { name: "first" } };
    await operator.binding.updateMany({ where, data: { enabled: false } });
    await vi.waitFor(async () => expect(await names()).toEqual(["second"]), patience);
    await operator.binding.updateMany({ where, data: { enabled: true, position: 9 } });
    await vi.waitFor(async () => expect(await names()).toEqual(["second", "first"]), patience);
    await operator.binding.updateMany({ where, data: { position: 1 } });
    await vi.waitFor(async () => expect(await names()).toEqual(["first", "second"]), patience);
  });
});

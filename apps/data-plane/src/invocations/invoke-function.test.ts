import { inspect } from "node:util";
import { draftContentSchema, invokeResponseSchema } from "@annex/contract";
import { credentialContext, seal } from "@annex/envelope";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type Platform, problemOf, startPlatform } from "../../test/start-platform.ts";

let platform: Platform;
const route = (name: string) => `/v1/functions/${name}/invocations`;

beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.close());

/** The ledger's row of an invocation, once it is written. */
function ledgerRow(id: string) {
  return vi.waitFor(() => platform.fresh.db.operator.invocation.findUniqueOrThrow({ where: { id } }), {
    timeout: 5000,
    interval: 20,
  });
}

async function makeCredential(name: string, secret: string) {
  const tenantId = platform.acme.tenant.id;
  const id = crypto.randomUUID();
  const sealed = seal(platform.masterKey, secret, credentialContext(tenantId, id));
  const data = { id, tenantId, name, kind: "secret" as const, createdBy: "test", ...sealed };
  await platform.fresh.db.operator.credential.create({ data });
}

describe("a call of a function", () => {
  beforeAll(() =>
    platform.acme.deploy({
      name: "double",
      extensionPointKey: "invoice.submitted",
      code: `export const handler = async (event, context) => {
        const { correlationId, hops, invocationId } = context.clientContext.custom;
        return { score: event.total * 2, note: [correlationId, hops, invocationId, context.functionVersion].join(" ") };
      };`,
      mapping: {
        parameters: [{ name: "total", source: { kind: "field", path: "invoice.total" } }],
        outputs: [
          { field: "invoice.riskScore", source: { kind: "result", path: "score" } },
          { field: "invoice.note", source: { kind: "result", path: "note" } },
        ],
      },
    }),
  );

  test("maps fields in, runs the published version, maps its result out", async () => {
    const fields = { "invoice.number": "R-1", "invoice.total": 21 };
    const answer = await platform.acme.run(route("double"), fields, { "x-correlation-id": "order-4711" });
    expect(answer).toMatchObject({
      correlationId: "order-4711",
      status: "success",
      fields: { "invoice.riskScore": 42, "invoice.note": `order-4711 1 ${answer.invocationId} 1` },
      functions: [{ function: "double", release: 1, status: "success", invocationId: answer.invocationId }],
    });
  });

  test("goes on with its caller's W3C trace, down to the function, and is found by it", async () => {
    const traceId = "4bf92f3577b34da6a3ce929d0e0e4736";
    await platform.acme.deploy({
      name: "traced",
      extensionPointKey: "invoice.submitted",
      code: "export const handler = async (_, context) => ({ note: context.clientContext.custom.traceparent });",
      mapping: { parameters: [], outputs: [{ field: "invoice.note", source: { kind: "result", path: "note" } }] },
    });
    const headers = { traceparent: `00-${traceId}-00f067aa0ba902b7-01` };
    const answer = await platform.acme.run(route("traced"), { "invoice.number": "R-1" }, headers);
    expect(answer.correlationId).toBe(traceId);
    expect(answer.fields["invoice.note"]).toMatch(new RegExp(`^00-${traceId}-(?!00f067aa0ba902b7)[0-9a-f]{16}-01$`));
    const row = await ledgerRow(answer.invocationId ?? "");
    expect(row).toMatchObject({ correlationId: traceId, traceId, parentSpanId: "00f067aa0ba902b7" });
    expect(answer.fields["invoice.note"]).toContain(row.spanId); // what the function calls is below its own span
    const unrecorded = { traceparent: `00-${traceId}-00f067aa0ba902b7-00` };
    const other = await platform.acme.run(route("traced"), { "invoice.number": "R-1" }, unrecorded);
    expect((await ledgerRow(other.invocationId ?? "")).traceId).toBeNull();
  });

  test("stands in the ledger with its steps and what the REPORT line told", async () => {
    const { invocationId } = await platform.acme.run(route("double"), { "invoice.number": "R-1", "invoice.total": 1 });
    const row = await ledgerRow(invocationId ?? "");
    expect(row).toMatchObject({
      tenantId: platform.acme.tenant.id,
      functionName: "double",
      releaseNumber: 1,
      caller: "client:acme-backend",
      outcome: "success",
      extensionPointKey: null,
      memoryMb: 128,
      functionMs: expect.any(Number),
      billedMs: expect.any(Number),
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    const steps = [
      ...["authenticate", "checkRate", "loadTarget", "checkTenancy", "checkStops", "assumeInvokeRole"],
      ...["mapInput", "enter", "invoke", "mapOutput"],
    ];
    expect(Object.keys(Object(row.steps)).sort()).toEqual(steps.sort());
  });

  test("is answered with a correlation ID of our own where the caller's is not usable", async () => {
    const headers = { "x-correlation-id": "no spaces, please" };
    const answer = await platform.acme.call("POST", route("double"), { body: { fields: {} }, headers });
    expect(answer.headers["x-correlation-id"]).toMatch(/^[0-9a-f-]{36}$/);
  });

  test.each([
    [{ fields: { "invoice.number": "R-1", "invoice.total": "much" } }, /invoice\.total must be a number/],
    [{ fields: { "invoice.total": 1 } }, /invoice\.number is required/],
    [{ fields: [] }, /fields/],
    [{}, /fields/],
    [null, /body/],
  ])("with the body %j is refused, and nothing is invoked", async (body, detail) => {
    const answer = await platform.acme.call("POST", route("double"), { body });
    expect(problemOf(answer)).toMatchObject({ status: 400, code: "invalid_request" });
    expect(problemOf(answer).detail).toMatch(detail);
  });

  test("in a loop of functions is stopped", async () => {
    const body = { fields: { "invoice.number": "R-1", "invoice.total": 1 } };
    const seventh = await platform.acme.call("POST", route("double"), { body, headers: { "x-annex-hops": "7" } });
    expect(seventh.status).toBe(200);
    const eighth = await platform.acme.call("POST", route("double"), { body, headers: { "x-annex-hops": "8" } });
    expect(problemOf(eighth)).toMatchObject({ status: 409, code: "conflict", detail: expect.stringContaining("loop") });
    for (const hops of ["-1", "many", "1.5"]) {
      const answer = await platform.acme.call("POST", route("double"), { body, headers: { "x-annex-hops": hops } });
      expect(problemOf(answer).code).toBe("invalid_request");
    }
  });

  test("in a loop of functions that leave out the header, or say less in it, is stopped by what the token says", async () => {
    const body = { fields: { "invoice.number": "R-1", "invoice.total": 1 } };
    const call = async (hops: number, headers: Record<string, string> = {}) =>
      platform.acme.call("POST", route("double"), { body, headers, token: await platform.acme.token({ hops }) });
    expect((await call(7)).status).toBe(200);
    for (const headers of [{}, { "x-annex-hops": "0" }, { "x-annex-hops": "7" }])
      expect(problemOf(await call(8, headers))).toMatchObject({ status: 409, code: "conflict" });
    expect(problemOf(await call(1, { "x-annex-hops": "8" }))).toMatchObject({ status: 409, code: "conflict" });
    await platform.dataPlane.services.ledger.settle();
    const [newest] = await platform.fresh.db.operator.invocation.findMany({ orderBy: { startedAt: "desc" }, take: 1 });
    expect(newest?.hops).toBe(7);
  });

  test("of 6 MB and one byte is refused, and one that is no JSON", async () => {
    const { app } = platform.dataPlane;
    const headers = { authorization: `Bearer ${await platform.acme.token()}`, "content-type": "application/json" };
    const large = await app.inject({ method: "POST", url: route("double"), headers, payload: "x".repeat(6_291_457) });
    expect([large.statusCode, large.json().code]).toEqual([413, "payload_too_large"]);
    const text = await app.inject({ method: "POST", url: route("double"), headers, payload: "{fields:" });
    expect([text.statusCode, text.json().code]).toEqual([400, "invalid_request"]);
    const form = { ...headers, "content-type": "text/plain" };
    const plain = await app.inject({ method: "POST", url: route("double"), headers: form, payload: "{}" });
    expect([plain.statusCode, plain.json().code]).toEqual([400, "invalid_request"]);
  });
});

test("who has no token of ours is told so before the body is read, however it is", async () => {
  const { app } = platform.dataPlane;
  const url = `${await app.listen({ host: "127.0.0.1", port: 0 })}${route("double")}`;
  for (const authorization of ["", "Bearer abc.def.ghi"])
    for (const body of ["{fields:", "x".repeat(8 << 20)]) {
      const headers = { authorization, "content-type": "application/json" };
      const answer = await fetch(url, { method: "POST", headers, body });
      expect([answer.status, await answer.json()]).toMatchObject([401, { code: "unauthenticated" }]);
    }
});

describe("tenant code that fails is an outcome, not an HTTP error:", () => {
  const cases = {
    throws: [`throw new TypeError("no such supplier")`, "function_error", "TypeError", "no such supplier"],
    exits: ["process.exit(3)", "function_error", "Runtime.ExitError", expect.stringContaining("exit")],
    hangs: ["await new Promise((done) => setTimeout(done, 60_000))", "timeout", expect.anything(), /timed out/i],
    eats: [
      "const all = []; for (;;) all.push(Buffer.alloc(8_000_000, 1))",
      "out_of_memory",
      expect.anything(),
      expect.anything(),
    ],
    answers: ["return 10n", "function_error", expect.anything(), expect.anything()],
  } as const;

  test.each(Object.entries(cases))("a handler that %s", async (name, [body, status, type, message]) => {
    const timeoutMs = status === "timeout" ? 1000 : 10_000;
    await platform.acme.deploy({ name, code: `export const handler = async () => { ${body} };`, timeoutMs });
    const answer = await platform.acme.run(route(name));
    expect(answer).toMatchObject({ status, fields: {}, functions: [{ status, error: { type } }] });
    const said = answer.functions[0]?.error?.message;
    expect(said).toEqual(message instanceof RegExp ? expect.stringMatching(message) : message);
    const row = await ledgerRow(answer.invocationId ?? "");
    expect(row.outcome).toBe(status);
    expect(row.errorMessage).toBe(said);
  });

  test("a mapping whose expression fails on good fields is the tenant's failure, and its function is not invoked", async () => {
    await platform.acme.deploy({
      name: "misexpressed",
      extensionPointKey: "invoice.submitted",
      code: "export const handler = async () => ({});",
      mapping: {
        parameters: [{ name: "n", source: { kind: "expression", expression: "1 / int(invoice.total)" } }],
        outputs: [],
      },
    });
    const answer = await platform.acme.run(route("misexpressed"), { "invoice.number": "R-1", "invoice.total": 0 });
    expect(answer).toMatchObject({ status: "function_error", fields: {} });
    expect(answer.functions[0]?.error).toMatchObject({ type: "Mapping.Input" });
    expect(await ledgerRow(answer.invocationId ?? "")).toMatchObject({ outcome: "function_error", requestId: null });
  });

  test("a result of the wrong type sets no field and says which", async () => {
    await platform.acme.deploy({
      name: "mistyped",
      extensionPointKey: "invoice.submitted",
      code: `export const handler = async () => ({ score: "high", note: "kept back" });`,
      mapping: {
        parameters: [],
        outputs: [
          { field: "invoice.riskScore", source: { kind: "result", path: "score" } },
          { field: "invoice.note", source: { kind: "result", path: "note" } },
        ],
      },
    });
    const answer = await platform.acme.run(route("mistyped"), { "invoice.number": "R-1" });
    expect(answer).toMatchObject({ status: "function_error", fields: {} });
    expect(answer.functions[0]?.error).toMatchObject({
      type: "Mapping.Output",
      message: expect.stringContaining("invoice.riskScore"),
    });
  });

  test("a result of Python's that is no JSON sets no field and says why", async () => {
    const code = "def handler(event, context):\n  return {'score': float('nan')}";
    const mapping = {
      parameters: [],
      outputs: [{ field: "invoice.riskScore", source: { kind: "result" as const, path: "score" } }],
    };
    await platform.acme.deploy({
      name: "nan",
      code,
      language: "python",
      extensionPointKey: "invoice.submitted",
      mapping,
    });
    const answer = await platform.acme.run(route("nan"), { "invoice.number": "R-1" });
    expect(answer).toMatchObject({ status: "function_error", fields: {} });
    expect(answer.functions[0]?.error).toMatchObject({
      type: "Runtime.MarshalError",
      message: "The result is no JSON. NaN and Infinity cannot be passed on: return None or a text instead.",
    });
  });

  test("an error whose text PostgreSQL cannot hold is in the ledger all the same, and does not hold up others", async () => {
    const code = `export const handler = async () => { const e = new Error("a\\u0000b\\ud800"); e.name = "E\\u0000"; throw e; };`;
    await platform.acme.deploy({ name: "unwritable", code });
    const first = await platform.acme.run(route("unwritable"));
    const second = await platform.acme.run(route("throws"));
    expect((await ledgerRow(second.invocationId ?? "")).outcome).toBe("function_error");
    expect((await ledgerRow(first.invocationId ?? "")).errorMessage).toMatch(/^ab/);
  });

  test.each([
    ["nothing", "Duration: 0 ms\tBilled Duration: 0 ms\tMemory Size: 0 MB\tMax Memory Used: 0 MB"],
    ["a little", "Duration: 0.01 ms\tBilled Duration: 1 ms\tMemory Size: 1 MB\tMax Memory Used: 1 MB"],
    ["years", "Duration: 1 ms\tBilled Duration: 2147483647 ms\tMemory Size: 143000000 MB\tMax Memory Used: 1 MB"],
    ["no number", "Duration: 1.2.3 ms"],
  ])("an error named like a REPORT of %s is billed for what it took", async (_, told) => {
    const name = `told-${told.length}`;
    const report = `"E\\nREPORT RequestId: " + context.awsRequestId + ${JSON.stringify(`\t${told}\t`)}`;
    const code = `export const handler = async (_, context) => {
      const until = performance.now() + 60;
      while (performance.now() < until);
      throw Object.assign(new Error("no"), { name: ${report} });
    };`;
    await platform.acme.deploy({ name, code });
    const { invocationId } = await platform.acme.run(route(name));
    const row = await ledgerRow(invocationId ?? "");
    expect(row).toMatchObject({ outcome: "function_error", memoryMb: 128 });
    for (const ms of [row.functionMs, row.billedMs]) {
      expect(ms).toBeGreaterThanOrEqual(60);
      expect(ms).toBeLessThan(10_000);
    }
  });
});

describe("a credential", () => {
  const secret = "correct-horse-battery-staple";
  const parameters = [{ name: "key", source: { kind: "credential" as const, credential: "supplier-api" } }];
  beforeAll(() => makeCredential("supplier-api", secret));

  test("is handed to the function as the parameter that it is mapped to", async () => {
    const code = "export const handler = async ({ key }) => ({ note: String(key.length) });";
    const outputs = [{ field: "invoice.note", source: { kind: "result" as const, path: "note" } }];
    await platform.acme.deploy({
      name: "keyed",
      code,
      extensionPointKey: "invoice.submitted",
      mapping: { parameters, outputs },
    });
    const answer = await platform.acme.run(route("keyed"), { "invoice.number": "R-1" });
    expect(answer.fields).toEqual({ "invoice.note": String(secret.length) });
  });

  test("is in nothing that is answered or recorded, whatever the function does with it", async () => {
    const outputs = [{ field: "invoice.note", source: { kind: "result" as const, path: "note" } }];
    const mapping = { parameters, outputs };
    const extensionPointKey = "invoice.submitted";
    const thrown = "export const handler = async ({ key }) => { const e = new Error(key); e.name = key; throw e; };";
    const returned = `export const handler = async ({ key }) => ({ note: "it is " + key });`;
    await platform.acme.deploy({ name: "leak-thrown", code: thrown, extensionPointKey, mapping });
    await platform.acme.deploy({ name: "leak-returned", code: returned, extensionPointKey, mapping });
    for (const name of ["leak-thrown", "leak-returned"]) {
      const answer = await platform.acme.call("POST", route(name), { body: { fields: { "invoice.number": "R-1" } } });
      expect(answer.status).toBe(200);
      expect(answer.text).not.toContain(secret);
      const { invocationId } = invokeResponseSchema.parse(answer.body);
      expect(inspect(await ledgerRow(invocationId ?? ""), { depth: 9, maxStringLength: null })).not.toContain(secret);
    }
  });
});

describe("when the cell fails", () => {
  test("a function that the cell lacks is the platform's failure, in the ledger, and names nothing of the cell", async () => {
    const { lambdaName } = await platform.acme.deploy({ name: "gone", code: "export const handler = () => 1;" });
    await platform.fresh.db.operator.release.updateMany({
      where: { function: { name: "gone" } },
      data: { lambdaVersion: "99" },
    });
    const answer = await platform.acme.call("POST", route("gone"), { body: { fields: {} } });
    expect(problemOf(answer)).toMatchObject({ status: 502, code: "upstream_failed" });
    expect(answer.text).not.toMatch(/arn:|annex-/);
    const row = await vi.waitFor(
      () => platform.fresh.db.operator.invocation.findFirstOrThrow({ where: { functionName: "gone" } }),
      { timeout: 5000, interval: 20 },
    );
    expect(row).toMatchObject({ outcome: "platform_error", requestId: null, functionName: "gone" });
    expect(lambdaName).toContain(platform.acme.tenant.key);
  });
});

describe("while traffic shifts to another release", () => {
  const mapping = {
    parameters: [],
    outputs: [{ field: "invoice.note", source: { kind: "result", path: "note" } } as const],
  };
  const code = "export const handler = async () => ({ note: `old` });";

  test("each release answers with its own code and mapping, and the ledger tells which one answered", async () => {
    const wanted = { name: "shifted", code, mapping, extensionPointKey: "invoice.submitted" };
    const { functionId } = await platform.acme.deploy(wanted);
    const { operator } = platform.fresh.db;
    const live = await operator.release.findFirstOrThrow({ where: { functionId } });
    const { content, tenantId, lambdaVersion } = live;
    const canary = await operator.release.create({
      data: {
        ...{ tenantId, functionId, lambdaVersion, number: 2, createdBy: "test" },
        content: { ...draftContentSchema.parse(content), mapping: { parameters: [], outputs: [] } },
      },
    });
    const shiftTo = (canaryPercent: number) =>
      operator.function.update({ where: { id: functionId }, data: { canaryReleaseId: canary.id, canaryPercent } });
    const answers = async (release: number) => {
      const answer = await platform.acme.run(route("shifted"), { "invoice.number": "R-1" });
      expect(answer.functions[0]?.release).toBe(release);
      expect((await ledgerRow(answer.invocationId ?? "")).releaseNumber).toBe(release);
      return answer.fields;
    };
    expect(await answers(1)).toEqual({ "invoice.note": "old" });
    await shiftTo(100);
    expect(await vi.waitFor(() => answers(2))).toEqual({});
    await shiftTo(0);
    expect(await vi.waitFor(() => answers(1))).toEqual({ "invoice.note": "old" });
  });
});

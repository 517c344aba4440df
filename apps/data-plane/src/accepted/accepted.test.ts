import { acceptResponseSchema, type InvocationStatus, invocationStatusSchema } from "@annex/contract";
import { createWebhook, ofTenant, sweepAccepted } from "@annex/control-plane";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { bind, type Caller, type Platform, problemOf, startPlatform } from "../../test/start-platform.ts";
import { claimRun } from "./claim-run.ts";
import { finishRun } from "./finish-run.ts";
import { finishSurely } from "./finish-surely.ts";

let platform: Platform;
const within = { timeout: 15_000, interval: 20 };
const quick = { maxAttempts: 3, firstDelaySeconds: 0, maxDelaySeconds: 1, maxAgeSeconds: 60 };
const routeOf = (name: string) => `/v1/functions/${name}/invocations?mode=async`;

beforeAll(async () => {
  platform = await startPlatform();
  const mapping = {
    parameters: [{ name: "total", source: { kind: "field" as const, path: "invoice.total" } }],
    outputs: [{ field: "invoice.riskScore", source: { kind: "result" as const, path: "score" } }],
  };
  const code = "export const handler = async ({ total }) => ({ score: total * 2 });";
  const point = { extensionPointKey: "invoice.submitted", mapping };
  const { functionId } = await platform.acme.deploy({ name: "double", code, ...point });
  await bind(platform, platform.acme, "invoice.submitted", functionId, 0);
  const other = await platform.acme.deploy({ name: "triple", code: code.replace("2", "3"), ...point });
  await bind(platform, platform.acme, "invoice.submitted", other.functionId, 1);
});
afterAll(() => platform.close());

const fields = { "invoice.number": "R-1", "invoice.total": 21 };

async function send(caller: Caller, url: string, headers: Record<string, string> = {}, body: object = { fields }) {
  const answer = await caller.call("POST", url, { body, headers });
  if (answer.status !== 202) throw new Error(`${answer.status} ${answer.text}`);
  const accepted = acceptResponseSchema.parse(answer.body);
  return { ...accepted, id: accepted.invocations[0]?.invocationId ?? "", headers: answer.headers };
}

async function statusOf(id: string, caller = platform.acme): Promise<InvocationStatus> {
  const answer = await caller.call("GET", `/v1/invocations/${id}`);
  expect(answer.status).toBe(200);
  return invocationStatusSchema.parse(answer.body);
}

function until(id: string, state: InvocationStatus["state"]) {
  return vi.waitFor(async () => {
    const status = await statusOf(id);
    expect(status.state).toBe(state);
    return status;
  }, within);
}

/** A function that fails this often in one execution environment before it succeeds. */
async function deployFailing(name: string, times: number) {
  const code = `let n = 0; export const handler = async () => { n += 1; if (n <= ${times}) throw new Error("no " + n); return {}; };`;
  const { functionId } = await platform.acme.deploy({ name, code });
  await platform.fresh.db.operator.function.update({ where: { id: functionId }, data: { retryPolicy: quick } });
  return functionId;
}

async function setStatus(status: "active" | "suspended") {
  const where = { id: platform.acme.tenant.id };
  await platform.fresh.db.operator.tenant.update({ where, data: { status } });
}

describe("an accepted invocation", () => {
  test("is in the database when it is answered 202, runs, and its result can be fetched", async () => {
    const { id, correlationId } = await send(platform.acme, routeOf("double"), { "x-correlation-id": "order-4711" });
    const { operator } = platform.fresh.db;
    expect(await operator.acceptedInvocation.count({ where: { id } })).toBe(1);
    expect(correlationId).toBe("order-4711");
    const status = await until(id, "done");
    expect(status).toMatchObject({
      id,
      outcome: "success",
      attempts: 1,
      trigger: "async",
      caller: "client:acme-backend",
    });
    expect(status.result).toMatchObject({ invocationId: id, fields: { "invoice.riskScore": 42 } });
    expect(status.requestId).toMatch(/^[0-9a-f-]{36}$/);
    const rows = await operator.invocation.findMany({ where: { acceptedId: id } });
    expect(rows).toMatchObject([{ outcome: "success", attempt: 1, trigger: "async", correlationId: "order-4711" }]);
  });

  test("at an extension point is one for each bound function, each by itself", async () => {
    const { invocations } = await send(platform.acme, "/v1/extension-points/invoice.submitted/invocations?mode=async");
    expect(invocations.map((accepted) => accepted.function)).toEqual(["double", "triple"]);
    const done = await Promise.all(invocations.map(({ invocationId }) => until(invocationId, "done")));
    expect(done.map(({ result }) => result?.fields)).toEqual([
      { "invoice.riskScore": 42 },
      { "invoice.riskScore": 63 },
    ]);
  });

  test("is a run in the trace of whoever asked, each run with a span of its own", async () => {
    await deployFailing("traced-later", 1);
    const traceparent = `00-${"c".repeat(32)}-${"d".repeat(16)}-01`;
    const { id } = await send(platform.acme, routeOf("traced-later"), { traceparent });
    await until(id, "done");
    const rows = await platform.fresh.db.operator.invocation.findMany({ where: { acceptedId: id } });
    const placed = rows.map(({ traceId, parentSpanId }) => [traceId, parentSpanId]);
    expect(placed).toEqual(rows.map(() => ["c".repeat(32), "d".repeat(16)]));
    expect(new Set(rows.map(({ spanId }) => spanId)).size).toBe(2);
  });

  test.each([
    ["fields that do not fit", routeOf("double"), { fields: { "invoice.number": 1 } }, 400],
    ["a function that is not there", routeOf("nobodys"), { fields }, 404],
    ["a webhook that is not there", routeOf("double"), { fields, webhook: "nowhere" }, 400],
    [
      "a character that cannot be stored",
      routeOf("double"),
      { fields: { ...fields, "invoice.number": "a\u0000" } },
      400,
    ],
    ["more than 1 MB", routeOf("double"), { fields: { ...fields, "invoice.number": "x".repeat(1_100_000) } }, 413],
    ["a mode that is none", "/v1/functions/double/invocations?mode=later", { fields }, 400],
  ])("is not accepted with %s, and nothing is written", async (_, url, body, status) => {
    const before = await platform.fresh.db.operator.acceptedInvocation.count();
    expect((await platform.acme.call("POST", url, { body })).status).toBe(status);
    expect(await platform.fresh.db.operator.acceptedInvocation.count()).toBe(before);
  });

  test("runs the function that it was accepted for, whatever is called so by then", async () => {
    const answers = (text: string) => `export const handler = async () => { throw new Error("${text}"); };`;
    const { functionId } = await platform.acme.deploy({ name: "renamed", code: answers("the one accepted") });
    const { operator } = platform.fresh.db;
    await operator.function.update({ where: { id: functionId }, data: { retryPolicy: { ...quick, maxAttempts: 1 } } });
    const { id } = await send(platform.acme, routeOf("renamed"), {}, { fields: {} });
    await until(id, "dead");
    const redrive = () => platform.acme.call("POST", "/v1/dead-letters/redrive", { body: { ids: [id] } });
    await operator.function.update({ where: { id: functionId }, data: { name: "other-name" } });
    await platform.acme.deploy({ name: "renamed", code: answers("another one") });
    await redrive();
    const renamed = await until(id, "dead");
    expect(renamed.result).toMatchObject({ function: "other-name", error: { message: "the one accepted" } });
    await operator.function.update({ where: { id: functionId }, data: { liveReleaseId: null, deletedAt: new Date() } });
    await redrive();
    expect((await until(id, "dead")).result).toMatchObject({ error: { type: "not_found" } });
  });

  test("of a name that is given anew after a deletion is of the new function", async () => {
    const code = (text: string) => `export const handler = async () => { throw new Error("${text}"); };`;
    const { functionId } = await platform.acme.deploy({ name: "recreated", code: code("old") });
    const data = { liveReleaseId: null, deletedAt: new Date() };
    await platform.fresh.db.operator.function.update({ where: { id: functionId }, data });
    await platform.acme.deploy({ name: "recreated", code: code("new") });
    const answer = await vi.waitFor(() => platform.acme.run("/v1/functions/recreated/invocations"), within);
    expect(answer.functions[0]?.error?.message).toBe("new");
  });

  test("is tried again by its policy, and every run is in the ledger", async () => {
    await deployFailing("fails-twice", 2);
    const { id } = await send(platform.acme, routeOf("fails-twice"), {}, { fields: {} });
    expect(await until(id, "done")).toMatchObject({ outcome: "success", attempts: 3 });
    const rows = await platform.fresh.db.operator.invocation.findMany({
      where: { acceptedId: id },
      orderBy: { attempt: "asc" },
    });
    expect(rows.map(({ attempt, outcome }) => [attempt, outcome])).toEqual([
      [1, "function_error"],
      [2, "function_error"],
      [3, "success"],
    ]);
  });

  test("whose process died is run by another, and what the dead one comes back with counts for nothing", async () => {
    const { services } = platform.dataPlane;
    const { id } = await send(platform.acme, routeOf("double"));
    await until(id, "done");
    const { operator } = platform.fresh.db;
    const leaseUntil = new Date(Date.now() + 60_000);
    await operator.acceptedInvocation.update({ where: { id }, data: { state: "queued", outcome: null } });
    const run = await claimRun(services.db, platform.acme.tenant.id, id);
    if (!run) throw new Error("not claimed");
    expect(await claimRun(services.db, platform.acme.tenant.id, id)).toBeUndefined();
    await operator.acceptedInvocation.update({ where: { id }, data: { leaseUntil } });
    expect(await sweepAccepted(platform.fresh.db, services.jobs)).toBe(0);
    await operator.acceptedInvocation.update({ where: { id }, data: { leaseUntil: new Date(Date.now() - 1) } });
    expect(await sweepAccepted(platform.fresh.db, services.jobs)).toBe(1);
    expect((await until(id, "done")).attempts).toBe(3);
    const result = {
      invocationId: id,
      function: "double",
      release: 1,
      status: "timeout",
      fields: {},
      durationMs: 1,
    } as const;
    const late = { run, outcome: { result, isFinal: false }, entries: [] };
    expect(await finishRun(services.db, services.jobs, late)).toBe(false);
    expect((await statusOf(id)).outcome).toBe("success");
  });

  test("ends once, and without its row of the ledger, where the database refuses that row", async () => {
    const { services } = platform.dataPlane;
    const { operator } = platform.fresh.db;
    const { id } = await send(platform.acme, routeOf("double"));
    await until(id, "done");
    const row = await operator.invocation.findFirstOrThrow({ where: { acceptedId: id } });
    await operator.acceptedInvocation.update({ where: { id }, data: { state: "queued", outcome: null } });
    const run = await claimRun(services.db, platform.acme.tenant.id, id);
    if (!run) throw new Error("not claimed");
    const told = {
      invocationId: id,
      function: "double",
      release: 1,
      status: "success",
      fields: {},
      durationMs: 1,
    } as const;
    const { errorFingerprint: _, errorClass: __, costPicoUsd: ___, traceId: ____, spanId: _____, ...known } = row;
    const entry = { ...known, steps: {}, region: "eu-central-1", billedMs: 1e12 };
    const refused: unknown[] = [];
    const onError = (error: unknown) => void refused.push(error);
    expect(
      await finishSurely({ ...services, onError }, { run, outcome: { result: told, isFinal: true }, entries: [entry] }),
    ).toBe(true);
    expect(refused).toHaveLength(3);
    expect(await statusOf(id)).toMatchObject({ state: "done", outcome: "success" });
    expect(await operator.invocation.count({ where: { acceptedId: id } })).toBe(1);
  });
});

describe("a dead letter", () => {
  test("is what has failed as often as its policy allows; it can be browsed, redriven and discarded", async () => {
    await deployFailing("fails-often", 4);
    const { id } = await send(platform.acme, routeOf("fails-often"), {}, { fields: {} });
    expect(await until(id, "dead")).toMatchObject({ outcome: "function_error", attempts: 3 });
    const list = await platform.acme.call("GET", "/v1/dead-letters?function=fails-often");
    expect(list.body).toMatchObject({ items: [{ id, errorMessage: "no 3", attempts: 3 }], nextCursor: null });
    const redriven = await platform.acme.call("POST", "/v1/dead-letters/redrive", { body: { ids: [id] } });
    expect(redriven.body).toEqual({ changed: 1 });
    expect(await until(id, "done")).toMatchObject({ outcome: "success", attempts: 5 });
    const { operator } = platform.fresh.db;
    expect(
      await operator.auditEvent.findFirst({ where: { action: "redriveDeadLetters" }, orderBy: { id: "desc" } }),
    ).toMatchObject({
      actor: "client:acme-backend",
      detail: { invocations: [id] },
    });
    expect((await platform.acme.call("GET", "/v1/dead-letters?function=fails-often")).body).toMatchObject({
      items: [],
    });
  });

  test("of a function that cannot run any more is one at once", async () => {
    const functionId = await deployFailing("soon-gone", 0);
    await setStatus("suspended");
    await vi.waitFor(async () => {
      expect((await platform.acme.call("POST", routeOf("soon-gone"), { body: { fields: {} } })).status).toBe(403);
    }, within);
    await setStatus("active");
    const { id } = await vi.waitFor(() => send(platform.acme, routeOf("soon-gone"), {}, { fields: {} }), within);
    await until(id, "done");
    const { operator } = platform.fresh.db;
    await operator.acceptedInvocation.update({
      where: { id },
      data: { state: "queued", outcome: null, dueAt: new Date(Date.now() - 10_000) },
    });
    await operator.function.delete({ where: { id: functionId } });
    await sweepAccepted(platform.fresh.db, platform.dataPlane.services.jobs);
    expect(await until(id, "dead")).toMatchObject({ result: { error: { type: "not_found" } } });
    const discarded = await platform.acme.call("POST", "/v1/dead-letters/discard", { body: { function: "soon-gone" } });
    expect(Object(discarded.body).changed).toBeGreaterThan(0); // others were accepted before the suspension was known
    expect((await statusOf(id)).state).toBe("done");
  });
});

test("a webhook that the request names gets a delivery with the outcome, in the same transaction", async () => {
  const { services } = platform.dataPlane;
  const { tenant } = platform.acme;
  const principal = { actor: "user:dev@acme.example", role: "developer" } as const;
  const { db, jobs, masterKey } = services;
  const ctx = { tenant, principal, db: db.forTenant(tenant.id), jobs, masterKey };
  const named = { ...tenant, name: "Acme" };
  const webhook = { name: "outcomes", url: "https://acme.example/outcomes" };
  const { id: webhookId } = await createWebhook(ofTenant({ ...ctx, tenant: named }), webhook);
  const { id } = await send(platform.acme, routeOf("double"), {}, { fields, webhook: "outcomes" });
  await until(id, "done");
  const { operator } = platform.fresh.db;
  const deliveries = await operator.webhookDelivery.findMany({ where: { acceptedId: id } });
  expect(deliveries).toMatchObject([{ webhookId, state: "pending", tenantId: tenant.id }]);
  const waiting = await operator.$queryRaw`SELECT data FROM pgboss.job WHERE name = 'deliver-webhook'`;
  expect(waiting).toEqual([{ data: { tenantId: tenant.id, deliveryId: deliveries[0]?.id } }]);
  const later = { state: "queued", outcome: null, finishedAt: null, dueAt: new Date(Date.now() + 60_000) } as const;
  await operator.acceptedInvocation.update({ where: { id }, data: later });
  for (const _ of [1, 2]) await platform.acme.call("POST", `/v1/invocations/${id}/cancel`);
  expect(await operator.webhookDelivery.count({ where: { acceptedId: id, webhookId } })).toBe(2); // of a cancelled one, too
});

test("a suspended tenant's queued work is held, and goes on when it is resumed", async () => {
  const { operator } = platform.fresh.db;
  const { id } = await send(platform.acme, routeOf("double"));
  await until(id, "done");
  await setStatus("suspended");
  const overdue = { state: "queued", outcome: null, dueAt: new Date(Date.now() - 10_000) } as const;
  await operator.acceptedInvocation.update({ where: { id }, data: overdue });
  expect(await claimRun(platform.dataPlane.services.db, platform.acme.tenant.id, id)).toBeUndefined();
  expect(await operator.acceptedInvocation.findUnique({ where: { id } })).toMatchObject({ state: "held", attempts: 1 });
  expect(await sweepAccepted(platform.fresh.db, platform.dataPlane.services.jobs)).toBe(0);
  await setStatus("active");
  expect(await sweepAccepted(platform.fresh.db, platform.dataPlane.services.jobs)).toBe(1);
  await vi.waitFor(async () => expect(await statusOf(id)).toMatchObject({ state: "done", attempts: 2 }), within);
});

test("an invocation that has not begun can be cancelled, once; one that is done cannot", async () => {
  const { operator } = platform.fresh.db;
  const { id } = await send(platform.acme, routeOf("double"));
  await until(id, "done");
  const cancel = () => platform.acme.call("POST", `/v1/invocations/${id}/cancel`);
  expect(problemOf(await cancel())).toMatchObject({ status: 409, detail: "The invocation is done." });
  const later = { state: "queued", dueAt: new Date(Date.now() + 60_000) } as const;
  await operator.acceptedInvocation.update({ where: { id }, data: later });
  for (const _ of [1, 2]) expect((await cancel()).body).toMatchObject({ state: "cancelled" });
  expect(await operator.auditEvent.count({ where: { action: "cancelInvocation", target: `invocation:${id}` } })).toBe(
    1,
  );
});

describe("an Idempotency-Key", () => {
  const sync = "/v1/functions/double/invocations";

  test("makes an asynchronous request once, however often and however many at once", async () => {
    const headers = { "idempotency-key": "order-1" };
    const answers = await Promise.all(Array.from({ length: 8 }, () => send(platform.acme, routeOf("double"), headers)));
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
    const again = await send(platform.acme, routeOf("double"), headers);
    expect([again.id, again.headers["idempotency-replayed"]]).toEqual([answers[0]?.id, "true"]);
    await until(again.id, "done");
    expect(await platform.fresh.db.operator.invocation.count({ where: { acceptedId: again.id } })).toBe(1);
  });

  test("makes a synchronous request one run whose answer all get", async () => {
    const headers = { "idempotency-key": "order-2" };
    const answers = await Promise.all(Array.from({ length: 8 }, () => platform.acme.run(sync, fields, headers)));
    expect(new Set(answers.map(({ invocationId }) => invocationId)).size).toBe(1);
    const later = await platform.acme.call("POST", sync, { body: { fields }, headers });
    expect(later.headers["idempotency-replayed"]).toBe("true");
    expect(later.body).toEqual(answers[0]);
  });

  test("of another request is refused, and so is one that cannot be a key", async () => {
    const headers = { "idempotency-key": "order-2" };
    const changed = { fields: { ...fields, "invoice.total": 22 } };
    const other = await platform.acme.call("POST", sync, { body: changed, headers });
    expect(problemOf(other)).toMatchObject({ status: 409, detail: expect.stringContaining("another request") });
    const async = await platform.acme.call("POST", routeOf("double"), { body: { fields }, headers });
    expect(problemOf(async).status).toBe(409);
    for (const key of ["", "with space", "x".repeat(256)]) {
      const answer = await platform.acme.call("POST", sync, { body: { fields }, headers: { "idempotency-key": key } });
      expect(problemOf(answer).code).toBe("invalid_request");
    }
  });

  test("with a body that is nested too deep is refused before it is hashed", async () => {
    const nested = `${"[".repeat(9000)}${"]".repeat(9000)}`;
    const headers = { "idempotency-key": "order-3" };
    const answer = await platform.acme.call("POST", sync, { raw: `{"fields":{"a":${nested}}}`, headers });
    expect(problemOf(answer)).toMatchObject({ status: 400, code: "invalid_request" });
  });

  test("is the client's own: another tenant's is another key", async () => {
    await platform.globex.deploy({ name: "double", code: "export const handler = async () => ({});" });
    const headers = { "idempotency-key": "order-2" };
    const answer = await platform.globex.run(sync, {}, headers);
    expect(answer.functions[0]?.fields).toEqual({});
  });

  test("of a request that failed can be used again; of a process that died it is run again, which is told once", async () => {
    const key = "order-3";
    const headers = { "idempotency-key": key };
    const bad = await platform.acme.call("POST", sync, { body: { fields: { "invoice.total": 1 } }, headers });
    expect(bad.status).toBe(400);
    const call = () => platform.acme.call("POST", sync, { body: { fields }, headers });
    const first = await call();
    expect([first.status, first.headers["idempotency-rerun"]]).toEqual([200, undefined]);
    const { operator } = platform.fresh.db;
    const data = { status: null, leaseUntil: new Date(Date.now() - 1) };
    await operator.idempotencyKey.updateMany({ where: { key }, data });
    const again = await call();
    expect(again).toMatchObject({ status: 200, body: { status: "success" } });
    expect([again.headers["idempotency-rerun"], again.headers["idempotency-replayed"]]).toEqual(["true", undefined]);
    expect(await operator.idempotencyKey.findFirst({ where: { key } })).toMatchObject({ status: 200 });
    const later = await call();
    expect([later.headers["idempotency-rerun"], later.headers["idempotency-replayed"]]).toEqual([undefined, "true"]);
    expect(later.body).toEqual(again.body);
  });
});

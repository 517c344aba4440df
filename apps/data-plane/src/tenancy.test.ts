import { randomUUID } from "node:crypto";
import type { Scope } from "@annex/contract";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { everyScope } from "../test/start-issuer.ts";
import {
  type Answer,
  bind,
  type Caller,
  type Method,
  type Platform,
  problemOf,
  startPlatform,
} from "../test/start-platform.ts";

/** A route, what it takes, and what of Acme's its path can name. */
interface Rule {
  readonly method: Method;
  readonly route: string;
  readonly scope: Scope;
  readonly body?: unknown;
  /** Its path with a thing of Acme's, and with one that nobody has. None where it names nothing of a tenant's. */
  readonly named?: (acme: AcmesThings) => { readonly acmes: string; readonly missing: string };
  /** What Acme itself is answered where it is not 200. */
  readonly own?: number;
  /** A path that is right for every tenant. */
  readonly shared?: string;
}

interface AcmesThings {
  readonly recordId: string;
  readonly invocationId: string;
  /** An accepted invocation that was cancelled, and one that was given up. */
  readonly acceptedId: string;
  readonly deadId: string;
  /** Of the invocation, which was recorded. */
  readonly replayId: string;
}

const fields = { "invoice.number": "R-1" };
const invoked = { scope: "invocations:write", body: { fields } } as const;
const data = { data: { number: "R-1" } };
const record = ({ recordId }: AcmesThings) => ({
  acmes: `/v1/records/invoice/${recordId}`,
  missing: `/v1/records/invoice/${randomUUID()}`,
});

const rules: readonly Rule[] = [
  {
    method: "POST",
    route: "/v1/extension-points/:key/invocations",
    ...invoked,
    shared: "/v1/extension-points/invoice.submitted/invocations",
  },
  {
    method: "POST",
    route: "/v1/functions/:name/invocations",
    ...invoked,
    named: () => ({ acmes: "/v1/functions/acmes-own/invocations", missing: "/v1/functions/nobodys/invocations" }),
  },
  {
    method: "GET",
    route: "/v1/invocations/:id",
    scope: "invocations:read",
    named: ({ invocationId }) => ({
      acmes: `/v1/invocations/${invocationId}`,
      missing: `/v1/invocations/${randomUUID()}`,
    }),
  },
  {
    method: "GET",
    route: "/v1/invocations/:id/logs",
    scope: "invocations:read",
    named: ({ invocationId }) => ({
      acmes: `/v1/invocations/${invocationId}/logs`,
      missing: `/v1/invocations/${randomUUID()}/logs`,
    }),
  },
  {
    method: "POST",
    route: "/v1/invocations/:id/cancel",
    scope: "invocations:write",
    named: ({ acceptedId }) => ({
      acmes: `/v1/invocations/${acceptedId}/cancel`,
      missing: `/v1/invocations/${randomUUID()}/cancel`,
    }),
  },
  {
    method: "POST",
    route: "/v1/invocations/:id/replay",
    scope: "invocations:write",
    body: { target: { kind: "live" } },
    own: 409,
    named: ({ invocationId }) => ({
      acmes: `/v1/invocations/${invocationId}/replay`,
      missing: `/v1/invocations/${randomUUID()}/replay`,
    }),
  },
  {
    method: "GET",
    route: "/v1/replays/:id",
    scope: "invocations:read",
    named: ({ replayId }) => ({ acmes: `/v1/replays/${replayId}`, missing: `/v1/replays/${randomUUID()}` }),
  },
  { method: "GET", route: "/v1/dead-letters", scope: "invocations:read", shared: "/v1/dead-letters" },
  {
    method: "POST",
    route: "/v1/dead-letters/redrive",
    scope: "invocations:write",
    body: { ids: [randomUUID()] },
    shared: "/v1/dead-letters/redrive",
  },
  {
    method: "POST",
    route: "/v1/dead-letters/discard",
    scope: "invocations:write",
    body: { ids: [randomUUID()] },
    shared: "/v1/dead-letters/discard",
  },
  { method: "GET", route: "/v1/records/:type", scope: "records:read", shared: "/v1/records/invoice" },
  { method: "POST", route: "/v1/records/:type", scope: "records:write", body: data, shared: "/v1/records/invoice" },
  {
    method: "POST",
    route: "/v1/records/:type/bulk",
    scope: "records:write",
    body: { changes: [{ operation: "create", ...data }] },
    shared: "/v1/records/invoice/bulk",
  },
  { method: "GET", route: "/v1/records/:type/:id", scope: "records:read", named: record },
  { method: "PATCH", route: "/v1/records/:type/:id", scope: "records:write", body: data, named: record },
  { method: "DELETE", route: "/v1/records/:type/:id", scope: "records:write", named: record },
];
/** What anybody may ask for. */
const open = ["GET /health", "GET /ready", "GET /openapi.json", "GET /reference"];

let platform: Platform;
let acmes: AcmesThings;

beforeAll(async () => {
  platform = await startPlatform();
  const { acme, fresh } = platform;
  const { functionId } = await acme.deploy({ name: "acmes-own", code: "export const handler = async () => ({});" });
  await bind(platform, acme, "invoice.submitted", functionId);
  const { invocationId } = await acme.run("/v1/functions/acmes-own/invocations");
  await vi.waitFor(() => fresh.db.operator.invocation.findUniqueOrThrow({ where: { id: invocationId ?? "" } }));
  const tenantId = acme.tenant.id;
  const { id: recordId } = await fresh.db.operator.record.create({
    data: { tenantId, typeKey: "invoice", data: { number: "R-1" } },
  });
  const accepted = {
    tenantId,
    correlationId: randomUUID(),
    hops: 0,
    trigger: "async" as const,
    functionId,
    functionName: "acmes-own",
    caller: "client:acme-backend",
    fields: {},
    policy: {},
    finishedAt: new Date(),
  };
  const [acceptedId, deadId] = [randomUUID(), randomUUID()];
  await fresh.db.operator.acceptedInvocation.createMany({
    data: [
      { ...accepted, id: acceptedId, state: "cancelled" },
      { ...accepted, id: deadId, state: "dead", outcome: "timeout" },
    ],
  });
  const replayId = randomUUID();
  await fresh.db.operator.recordedPayload.create({
    data: {
      ...{ id: invocationId ?? "", attempt: 1, tenantId, functionId, functionName: "acmes-own", releaseNumber: 1 },
      ...{ outcome: "success", dropped: ["fields"] }, // it cannot be run again: the routes change nothing
      ...{ recordedAt: new Date(), expiresAt: new Date(Date.now() + 86_400_000) },
    },
  });
  const replay = { id: replayId, tenantId, sourceId: invocationId ?? "", sourceAttempt: 1, createdBy: "test" };
  await fresh.db.operator.replay.create({ data: { ...replay, target: "live" } });
  acmes = { recordId, invocationId: invocationId ?? "", acceptedId, deadId, replayId };
});
afterAll(() => platform.close());

const nameOf = ({ method, route }: Rule) => `${method} ${route}`;
const all = rules.map((rule): [string, Rule] => [nameOf(rule), rule]);
const naming = all.filter(([, { named }]) => named !== undefined);

const urlOf = (rule: Rule) => rule.named?.(acmes).acmes ?? rule.shared ?? "";

function ask(caller: Caller, rule: Rule, token?: string, url = urlOf(rule)): Promise<Answer> {
  const { method, body } = rule;
  return caller.call(method, url, {
    ...(body === undefined ? {} : { body }),
    ...(token === undefined ? {} : { token }),
  });
}

/** What is seen of an answer but for the correlation ID, which each has its own. */
function seen({ status, headers, body }: Answer) {
  const { date: _, "x-correlation-id": __, ...rest } = headers;
  return { status, headers: rest, body: { ...Object(body), correlationId: "" } };
}

/** Everything of Acme's that a call could have changed. */
async function acmesRows() {
  const { operator } = platform.fresh.db;
  await platform.dataPlane.services.ledger.settle();
  const where = { tenantId: platform.acme.tenant.id };
  return Promise.all([
    operator.record.findMany({ where, orderBy: { id: "asc" } }),
    operator.invocation.count({ where }),
    operator.auditEvent.count({ where }),
    operator.acceptedInvocation.findMany({ where, orderBy: { id: "asc" } }),
    operator.idempotencyKey.count({ where }),
    operator.replay.count({ where }),
  ]);
}

test("every route has its rule here, and the OpenAPI document tells of each", async () => {
  const { app } = platform.dataPlane;
  const above: string[] = [];
  const routes = app
    .printRoutes({ commonPrefix: false })
    .split("\n")
    .flatMap((line) => {
      const [, indent = "", part = "", methods = ""] = /^([│ ]*)[├└]── (\S+)(?: \(([A-Z, ]+)\))?$/.exec(line) ?? [];
      const path = (above[indent.length / 4 - 1] ?? "") + part;
      above[indent.length / 4] = path;
      return methods === "" ? [] : methods.split(", ").map((method) => `${method} ${path}`);
    });
  const known = [...rules.map(nameOf), ...open].sort();
  expect(routes.filter((route) => !route.startsWith("HEAD ")).sort()).toEqual(known);
  const { paths } = (await app.inject("/openapi.json")).json();
  const told = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(Object(methods)).map((method) => `${method.toUpperCase()} ${path.replaceAll(/{(\w+)}/g, ":$1")}`),
  );
  expect(told.sort()).toEqual(rules.map(nameOf).sort());
});

describe("another tenant's thing is answered exactly like a missing one:", () => {
  test.each(naming)("%s", async (_, rule) => {
    const before = await acmesRows();
    const paths = rule.named?.(acmes) ?? { acmes: "", missing: "" };
    const other = await ask(platform.globex, rule, undefined, paths.acmes);
    const missing = await ask(platform.globex, rule, undefined, paths.missing);
    expect(problemOf(other)).toMatchObject({ status: 404, code: "not_found" });
    expect(seen(other)).toEqual(seen(missing));
    expect(await acmesRows()).toEqual(before);
  });

  test("and it is there for the tenant itself", async () => {
    for (const [, rule] of naming.filter(([, { method }]) => method !== "DELETE")) {
      expect((await ask(platform.acme, rule)).status, nameOf(rule)).toBe(rule.own ?? 200);
    }
  });
});

test("what all tenants share shows each its own rows only", async () => {
  const list = await platform.globex.call("GET", "/v1/records/invoice");
  expect(list.body).toEqual({ items: [], nextCursor: null });
  const point = await platform.globex.run("/v1/extension-points/invoice.submitted/invocations", fields);
  expect(point.functions).toEqual([]);
  const before = await acmesRows();
  await platform.globex.call("POST", "/v1/records/invoice", { body: data });
  expect((await platform.globex.call("GET", "/v1/dead-letters")).body).toEqual({ items: [], nextCursor: null });
  for (const what of ["redrive", "discard"]) {
    for (const body of [{ ids: [acmes.deadId] }, { function: "acmes-own" }]) {
      const answer = await platform.globex.call("POST", `/v1/dead-letters/${what}`, { body });
      expect(answer.body).toEqual({ changed: 0 });
    }
  }
  expect(await acmesRows()).toEqual(before);
});

test("a token for one tenant by another tenant's client is refused", async () => {
  const token = await platform.issuer.token({
    tenantId: platform.acme.tenant.id,
    clientId: platform.globex.clientId,
  });
  for (const [, rule] of all) expect(problemOf(await ask(platform.globex, rule, token)).status).toBe(401);
});

describe("without a token that is good for it, nothing is done:", () => {
  test.each(all)("%s", async (_, rule) => {
    const { acme, issuer } = platform;
    const who = { tenantId: acme.tenant.id, clientId: acme.clientId };
    const before = await acmesRows();
    const headers = { "content-type": "application/json" };
    const payload = rule.body === undefined ? {} : { headers, payload: JSON.stringify(rule.body) };
    const without = await platform.dataPlane.app.inject({ method: rule.method, url: urlOf(rule), ...payload });
    expect([without.statusCode, without.json().code]).toEqual([401, "unauthenticated"]);

    const unsigned = [
      { alg: "none", typ: "at+jwt" },
      { iss: issuer.issuer, ...who },
    ]
      .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
      .join(".");
    const bad = {
      expired: await issuer.token({ ...who, expiresIn: -60 }),
      "not good yet": await issuer.token({ ...who, notBeforeIn: 60 }),
      "of another issuer": await issuer.token({ ...who, issuer: "http://elsewhere.test" }),
      "for another audience": await issuer.token({ ...who, audience: "https://elsewhere.test/" }),
      "of another type": await issuer.token({ ...who, typ: "JWT" }),
      "by another key": await issuer.forgedToken(who),
      unsigned: `${unsigned}.`,
      "of no tenant": await issuer.token({ ...who, tenantId: "acme" }),
      "of a tenant that is gone": await issuer.token({ ...who, tenantId: randomUUID() }),
      "of an unknown client": await issuer.token({ ...who, clientId: "nobody" }),
      "no token": "x",
    };
    for (const [kind, token] of Object.entries(bad)) {
      const answer = await ask(acme, rule, token);
      expect([kind, answer.status, problemOf(answer).code]).toEqual([kind, 401, "unauthenticated"]);
      expect(answer.headers["www-authenticate"]).toMatch(/^Bearer/);
    }
    const scope = everyScope.replace(rule.scope, "").trim();
    const unscoped = await ask(acme, rule, await issuer.token({ ...who, scope }));
    expect(problemOf(unscoped)).toMatchObject({ status: 403, code: "forbidden" });
    expect(unscoped.headers["www-authenticate"]).toMatch(/^Bearer error="insufficient_scope"/);
    expect(await acmesRows()).toEqual(before);
  });
});

describe("a narrow scope", () => {
  const point = "/v1/extension-points/invoice.submitted/invocations";
  const fn = "/v1/functions/acmes-own/invocations";
  const records = "/v1/records/invoice";

  async function statusOf(scope: string, method: Method, url: string) {
    const { acme, issuer } = platform;
    const token = await issuer.token({ tenantId: acme.tenant.id, clientId: acme.clientId, scope });
    const body = method === "GET" ? {} : { body: url === records ? data : { fields } };
    return (await acme.call(method, url, { token, ...body })).status;
  }

  test.each<[string, Method, string, number]>([
    ["invoke:point:invoice.submitted", "POST", point, 200],
    ["invoke:point:invoice.*", "POST", point, 200],
    ["invoke:point:*", "POST", point, 200],
    ["invoke:point:invoice.paid", "POST", point, 403],
    ["invoke:function:*", "POST", point, 403],
    ["invoke:function:acmes-own", "POST", fn, 200],
    ["invoke:function:acmes", "POST", fn, 403],
    ["invoke:point:*", "POST", fn, 403],
    ["records:read:invoice", "GET", records, 200],
    ["records:read:order", "GET", records, 403],
    ["records:write:invoice", "GET", records, 403],
    ["records:read:invoice", "POST", records, 403],
  ])("%s: %s %s answers %d", async (scope, method, url, status) => {
    expect(await statusOf(scope, method, url)).toBe(status);
  });

  test("says nothing of what is there and what is not, and repeats no name that was made up", async () => {
    const { acme, issuer } = platform;
    const who = { tenantId: acme.tenant.id, clientId: acme.clientId };
    const token = await issuer.token({ ...who, scope: "invoke:function:another" });
    const ask = (name: string) => acme.call("POST", `/v1/functions/${name}/invocations`, { token, body: { fields } });
    const [there, missing] = [await ask("acmes-own"), await ask("nobodys")];
    expect([there.status, missing.status]).toEqual([403, 403]);
    expect(there.headers["www-authenticate"]).toBe(
      'Bearer error="insufficient_scope", scope="invoke:function:acmes-own"',
    );
    expect((await ask("a%22b%0d%0a")).headers["www-authenticate"]).toBe('Bearer error="insufficient_scope"');
  });
});

describe("a change of the tenant's standing is seen within one second:", () => {
  const within = { timeout: 1000, interval: 20 };

  test("a suspended tenant is stopped on every route, and goes on when it is resumed", async () => {
    const { operator } = platform.fresh.db;
    const where = { id: platform.acme.tenant.id };
    const token = await platform.acme.token();
    await operator.tenant.update({ where, data: { status: "suspended" } });
    for (const [name, rule] of all) {
      await vi.waitFor(async () => {
        const answer = await ask(platform.acme, rule, token);
        expect([name, answer.status, problemOf(answer).code]).toEqual([name, 403, "tenant_suspended"]);
      }, within);
    }
    expect((await platform.globex.call("GET", "/v1/records/invoice")).status).toBe(200);
    await operator.tenant.update({ where, data: { status: "active" } });
    await vi.waitFor(async () => {
      expect((await platform.acme.call("GET", "/v1/records/invoice", { token })).status).toBe(200);
    }, within);
  });

  test("a revoked client's token is worth nothing any more", async () => {
    const { operator } = platform.fresh.db;
    const where = { clientId: platform.acme.clientId };
    const token = await platform.acme.token();
    expect((await platform.acme.call("GET", "/v1/records/invoice", { token })).status).toBe(200);
    await operator.apiClient.update({ where, data: { revokedAt: new Date() } });
    await vi.waitFor(async () => {
      const answer = await platform.acme.call("GET", "/v1/records/invoice", { token });
      expect(problemOf(answer)).toMatchObject({ status: 401, code: "unauthenticated" });
    }, within);
    await operator.apiClient.update({ where, data: { revokedAt: null } });
  });
});

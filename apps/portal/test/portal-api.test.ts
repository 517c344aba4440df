import { randomUUID } from "node:crypto";
import { type PortalRule, portalRules, problemSchema } from "@annex/contract";
import {
  createApiClient,
  createCredential,
  createLayer,
  createLayerVersion,
  createSchedule,
  createWebhook,
  listAccessTokens,
  revokeAccessToken,
} from "@annex/control-plane";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { portalOpenApi } from "../src/server/portal-open-api";
import { loadHandlers, type PortalApi, seedThings, startPortalApi } from "./start-portal-api";

let api: PortalApi;
let handlers: Awaited<ReturnType<typeof loadHandlers>>;
let things: Awaited<ReturnType<typeof seedThings>>;
let credentialId: string;
let clientId: string;
let webhookId: string;
let scheduleId: string;
let layerId: string;
beforeAll(async () => {
  api = await startPortalApi();
  handlers = await loadHandlers();
  things = await seedThings(api.acme);
  const secret = { kind: "secret", name: "key", functionName: null, value: "horse battery" } as const;
  credentialId = (await createCredential(api.acme.ctx, secret)).id;
  const webhook = { name: "outcomes", url: "https://acme.example/outcomes" };
  const schedule = { name: "nightly", functionName: things.functionName, cron: "0 3 * * *" };
  scheduleId = (await createSchedule(api.acme.ctx, schedule)).id;
  webhookId = (await createWebhook(api.acme.ctx, webhook)).id;
  layerId = (await createLayer(api.acme.ctx, { name: "fonts" })).id;
  await createLayerVersion(api.acme.ctx, { layerId, message: "", runtimes: ["nodejs24.x"], bytes: zip });
  clientId = (await createApiClient(api.acme.ctx, { name: "Backend", scopes: ["records:read"] })).id;
});
afterAll(() => api.close());

const nameOf = ({ method, path }: PortalRule) => `${method} ${path}`;
const tenantRules = portalRules.filter(({ role }) => role !== "operator");
const byToken = tenantRules
  .filter(({ scope }) => scope !== null)
  .map((rule): [string, PortalRule] => [nameOf(rule), rule]);
const naming = byToken.filter(([, { path }]) => path.includes("{") && !path.includes("{type}"));

/** What a request needs so that nothing but the name in its path can be wrong with it. */
function bodyFor(operation: string): unknown {
  const { content } = things;
  const [method = "", path = ""] = operation.split(" /api/v1/functions/{name}");
  const bodies: Record<string, unknown> = {
    "PUT /draft": { content, revision: 1 },
    "POST /test-events": { name: "x", record: {} },
    "POST /test-runs": { content, record: {} },
    "POST /test-suites": { content },
    "PUT /retry-policy": { retryPolicy: null },
    "POST /rollbacks": { releaseNumber: 1 },
    "POST /deployments": { revision: 1 },
    "POST /deployments/{id}/abort": { reason: "because" },
    "PUT /api/v1/credentials/{id}": { value: "another horse" },
  };
  return bodies[`${method} ${path}`] ?? bodies[operation] ?? {};
}

/** A zip that holds a.js. */
const zip = Buffer.from(
  "UEsDBBQAAAAAAAAAIQC379yDAQAAAAEAAAAEAAAAYS5qczFQSwECFAMUAAAAAAAAACEAt+/cgwEAAAABAAAABAAAAAAAAAAAAAAAgAEAAAAAYS5qc1BLBQYAAAAAAQABADIAAAAjAAAAAAA=",
  "base64",
);

interface Call {
  readonly token?: string;
  readonly params?: Record<string, string>;
  readonly headers?: Record<string, string>;
}

async function call(rule: PortalRule, { token, params = {}, headers = {} }: Call) {
  const at = rule.path.replaceAll(/\{(\w+)\}/g, (_, name) => params[name] ?? "x");
  const queries: Record<string, string> = {
    "/release-diff": "?from=1&to=1",
    "/draft/upload": "?fileName=a.zip",
    "/zip-file": "?path=a.js",
    "/file": "?path=a.js",
    "/diff": "?from=1&to=1",
    "/versions": "?runtimes=nodejs24.x",
  };
  const query = Object.entries(queries).find(([end]) => rule.path.endsWith(end))?.[1] ?? "";
  const hasBody = rule.method !== "GET" && rule.method !== "DELETE";
  const request = new Request(`http://portal.test${at}${query}`, {
    method: rule.method,
    headers: {
      ...(hasBody ? { "content-type": "application/json" } : {}),
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...headers,
    },
    ...(hasBody ? { body: rule.takesZip ? zip : JSON.stringify(bodyFor(nameOf(rule))) } : {}),
  });
  const handler = handlers.get(nameOf(rule));
  if (!handler) throw new Error(`No handler for ${nameOf(rule)}.`);
  const response = await handler(request, { params: Promise.resolve(params) });
  const text = await response.text();
  return { status: response.status, text, problem: problemSchema.safeParse(text ? JSON.parse(text) : null).data };
}

/** The parts of a path that name Acme's things, and parts that name nothing. */
function paramsOf({ path }: PortalRule) {
  const ids: [string, string][] = [
    ["/test-events/", things.event.id],
    ["/test-runs/", things.run.id],
    ["/test-suites/", things.suite.id],
    ["/deployments/", things.deployment.id],
    ["/credentials/", credentialId],
    ["/api-clients/", clientId],
    ["/webhooks/", webhookId],
    ["/schedules/", scheduleId],
    ["/layers/", layerId],
  ];
  const id = ids.find(([part]) => path.includes(part))?.[1] ?? things.deployment.id;
  return {
    acmes: { name: things.functionName, id, number: "1" },
    missing: { name: "nobodys", id: randomUUID(), number: "1" },
  };
}

test("every route has its rule in the table and every rule its route: add yours to packages/contract/src/portal-api", () => {
  const known = [...portalRules.map(nameOf), "GET /api/v1/openapi.json"];
  expect([...handlers.keys()].sort()).toEqual(known.sort());
});

test("the OpenAPI document tells of every operation, who may call it and with which scope", () => {
  const { paths = {}, openapi } = portalOpenApi();
  const told = Object.entries(paths).flatMap(([path, of]) =>
    Object.keys(Object(of)).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(openapi).toBe("3.1.1");
  expect(told.sort()).toEqual(portalRules.map(nameOf).sort());
  expect(paths["/api/v1/functions"]?.post).toMatchObject({
    description: "Needs the role developer; a token needs the scope functions:write.",
    security: [{ session: [] }, { accessToken: ["functions:write"] }],
    requestBody: { content: { "application/json": {} } },
    responses: { 201: {}, default: {} },
  });
});

describe("nobody comes in without a session or a token that is good for it:", () => {
  test.each(portalRules.map((rule): [string, PortalRule] => [nameOf(rule), rule]))("%s", async (_, rule) => {
    const { acmes } = paramsOf(rule);
    const origin = { origin: "http://portal.test", host: "portal.test" };
    const answer = await call(rule, { params: acmes, headers: origin });
    expect([answer.status, answer.problem?.code]).toEqual([401, "unauthenticated"]);
    if (rule.role === "operator") {
      const byOwner = await call(rule, { params: acmes, headers: origin, token: await api.acme.token("owner") });
      expect(byOwner.status).toBe(401);
      return;
    }
    const forged = await call(rule, { params: acmes, token: `annex_pat_${"x".repeat(43)}` });
    expect([forged.status, forged.problem?.code]).toEqual([401, "unauthenticated"]);
  });
});

describe("a token does what its scopes say and no more:", () => {
  test.each(byToken)("%s", async (_, rule) => {
    const other = rule.scope === "tenant:read" ? "functions:read" : "tenant:read";
    const answer = await call(rule, { params: paramsOf(rule).acmes, token: await api.acme.token("owner", [other]) });
    expect(answer.problem).toMatchObject({ status: 403, detail: `The access token lacks the scope ${rule.scope}.` });
  });

  test("and never makes, lists or revokes tokens", async () => {
    const token = await api.acme.token("owner");
    for (const rule of tenantRules.filter(({ scope }) => scope === null))
      expect((await call(rule, { token, params: { id: randomUUID() } })).problem).toMatchObject({ code: "forbidden" });
  });
});

describe("a role does what it may and no more:", () => {
  const guarded = byToken.filter(([, { role }]) => role !== "viewer");
  test.each(guarded)("%s", async (_, rule) => {
    const lower = rule.role === "owner" ? "developer" : "viewer";
    const answer = await call(rule, { params: paramsOf(rule).acmes, token: await api.acme.token(lower) });
    expect(answer.problem).toMatchObject({
      status: 403,
      detail: `You are a ${lower} here; this needs the role ${rule.role}. Ask an owner.`,
    });
  });
});

describe("another tenant's thing is answered exactly like a missing one:", () => {
  test.each(naming)("%s", async (_, rule) => {
    const token = await api.globex.token("owner");
    const { acmes, missing } = paramsOf(rule);
    const seen = async (params: Record<string, string>) => {
      const { status, problem } = await call(rule, { params, token });
      return { status, code: problem?.code, detail: problem?.detail.replaceAll(params.name ?? "", "…") };
    };
    const other = await seen(acmes);
    expect(other).toMatchObject({ status: 404, code: "not_found" });
    expect(other).toEqual(await seen(missing));
  });

  test("and it is there for the tenant itself", async () => {
    const token = await api.acme.token("owner");
    for (const [name, rule] of naming.filter(
      ([, { method, stream, path }]) => method === "GET" && !stream && !path.endsWith("/zip-file"),
    ))
      expect((await call(rule, { params: paramsOf(rule).acmes, token })).status, name).toBe(200);
  });

  test("a token that names another tenant finds none", async () => {
    const [, rule] = byToken.find(([name]) => name === "GET /api/v1/functions") ?? [];
    if (!rule) throw new Error("no rule");
    const answer = await call(rule, { token: await api.globex.token("owner"), headers: { "x-annex-tenant": "acme" } });
    expect(answer.problem).toMatchObject({ code: "not_found", detail: "There is no such tenant." });
  });
});

describe("a token ends", () => {
  const rule = portalRules.find((known) => nameOf(known) === "GET /api/v1/functions");
  const asks = async (token: string) => (rule ? (await call(rule, { token })).status : 0);

  test("when it is revoked, at once", async () => {
    const token = await api.acme.freshToken("developer");
    expect(await asks(token)).toBe(200);
    const [newest] = await listAccessTokens(api.acme.ctx);
    expect(newest).toMatchObject({ owner: "developer@acme.example", hint: token.slice(-4) });
    expect(newest?.lastUsedAt).not.toBeNull();
    await expect(revokeAccessToken(api.globex.ctx, { accessTokenId: newest?.id ?? "" })).rejects.toMatchObject({
      code: "not_found",
    });
    await revokeAccessToken(api.acme.ctx, { accessTokenId: newest?.id ?? "" });
    expect(await asks(token)).toBe(401);
  });

  test("on its day, and with its person's membership", async () => {
    const { operator } = api.fresh.db;
    const expired = await api.acme.freshToken("developer");
    const [newest] = await listAccessTokens(api.acme.ctx);
    await operator.accessToken.update({ where: { id: newest?.id ?? "" }, data: { expiresAt: new Date() } });
    expect(await asks(expired)).toBe(401);
    const left = await api.acme.freshToken("viewer");
    await operator.membership.deleteMany({ where: { user: { email: "viewer@acme.example" } } });
    expect(await asks(left)).toBe(404);
  });

  test("and only its hash is kept", async () => {
    const token = await api.acme.freshToken("developer");
    const rows = JSON.stringify(await api.fresh.db.operator.accessToken.findMany());
    expect(rows).not.toContain(token.slice("annex_pat_".length));
  });
});

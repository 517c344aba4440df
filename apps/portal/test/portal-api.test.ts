import { generateKeyPairSync, randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import {
  accessScopeSchema,
  type PortalRule,
  platformAudience,
  portalRules,
  problemSchema,
  scopesOf,
} from "@annex/contract";
import {
  createApiClient,
  createCredential,
  createInvitation,
  createLayer,
  createLayerVersion,
  createSchedule,
  createWebhook,
  listAccessTokens,
  listMembers,
  ofTenant,
  revokeAccessToken,
  saveAlertRule,
} from "@annex/control-plane";
import { generateKeyPair, SignJWT } from "jose";
import { encode } from "next-auth/jwt";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { portalOpenApi } from "../src/server/portal-open-api";
import { endTokens, loadHandlers, type PortalApi, seedDelivery, seedThings, startPortalApi } from "./start-portal-api";

let api: PortalApi;
let handlers: Awaited<ReturnType<typeof loadHandlers>>;
let things: Awaited<ReturnType<typeof seedThings>>;
let credentialId: string;
let clientId: string;
let webhookId: string;
let scheduleId: string;
let alertRuleId: string;
let layerId: string;
let acceptedId: string;
let deliveryId: string;
let expiredToken: string;
let revokedToken: string;
/** What is stored of a token that is good. */
let tokenHash: string;
let memberId: string;
let invitationId: string;
let accessTokenId: string;
beforeAll(async () => {
  api = await startPortalApi();
  handlers = await loadHandlers();
  things = await seedThings(api);
  const secret = { kind: "secret", name: "key", functionName: null, value: "horse battery" } as const;
  credentialId = (await createCredential(api.acme.ctx, secret)).id;
  const webhook = { name: "outcomes", url: "https://acme.example/outcomes" };
  const schedule = { name: "nightly", functionName: things.functionName, cron: "0 3 * * *" };
  scheduleId = (await createSchedule(api.acme.ctx, schedule)).id;
  alertRuleId = (await saveAlertRule(ofTenant(api.acme.ctx), { name: "errors", metric: "silence" })).id;
  const { functionName } = things;
  const { id: functionId } = await api.fresh.db.operator.function.findFirstOrThrow({ where: { name: functionName } });
  const run = { functionId, functionName, correlationId: "call-0001", caller: "client:x", outcome: "success" } as const;
  const tenantId = api.acme.ctx.tenant.id;
  await api.fresh.db.operator.invocation.createMany({
    data: [{ ...run, id: things.invocationId, tenantId, startedAt: new Date(), totalMs: 5 }],
  });
  webhookId = (await createWebhook(ofTenant(api.acme.ctx), webhook)).id;
  layerId = (await createLayer(api.acme.ctx, { name: "fonts" })).id;
  await createLayerVersion(api.acme.ctx, { layerId, message: "", runtimes: ["nodejs24.x"], bytes: zip });
  [acceptedId, deliveryId] = await seedDelivery(api, webhookId);
  const portalUrl = "http://portal.test";
  const invited = { email: "invited@acme.example", role: "viewer", portalUrl } as const;
  invitationId = (await createInvitation(api.acme.ctx, invited)).id;
  for (const { token, cookie } of [api.acme, api.globex])
    for (const role of ["owner", "developer", "viewer"] as const) {
      await token(role);
      await cookie(role);
    }
  for (const scope of accessScopeSchema.options) await api.acme.token("owner", without(scope));
  await api.operatorCookie();
  expiredToken = await api.acme.freshToken("owner");
  revokedToken = await api.acme.freshToken("owner");
  tokenHash = await endTokens(api, { expiredToken, revokedToken });
  memberId = (await listMembers(api.acme.ctx)).find(({ role }) => role === "developer")?.id ?? "";
  accessTokenId = (await listAccessTokens(api.acme.ctx))[0]?.id ?? "";
  clientId = (await createApiClient(api.acme.ctx, { name: "Backend", scopes: ["records:read"] })).id;
});
afterAll(() => api.close());

const nameOf = ({ method, path }: PortalRule) => `${method} ${path}`;
const named = (rules: readonly PortalRule[]) => rules.map((rule): [string, PortalRule] => [nameOf(rule), rule]);
const noTenant = new Set(["operator", "person", "anyone"]);
const tenantRules = portalRules.filter(({ role }) => !noTenant.has(role));
/** The one open route that wants no secret: it sends one. */
const forgot = "POST /api/v1/password-resets/forgot";
const openRules = named(portalRules.filter(({ role }) => role === "anyone"));
const guardedRules = named(portalRules.filter(({ role }) => role !== "anyone"));
/** What only a person may do who is signed in. */
const inPerson = tenantRules.filter(({ scope }) => scope === null);
const byToken = tenantRules
  .filter(({ scope }) => scope !== null)
  .map((rule): [string, PortalRule] => [nameOf(rule), rule]);
const naming = byToken.filter(([, { path }]) => path.includes("{") && !path.includes("{type}"));

/** Every scope but one. */
const without = (needed: string) => accessScopeSchema.options.filter((scope) => scope !== needed);

const publicKey = generateKeyPairSync("ec", { namedCurve: "P-256" }).publicKey.export({ format: "jwk" });

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
    "POST /api/v1/layers/{id}/builds": {
      runtimes: ["nodejs24.x"],
      packages: [{ name: "left-side", version: "1.2.3" }],
    },
    "PUT /api/v1/credentials/{id}": { value: "another horse" },
    "PUT /api/v1/api-clients/{id}/key": { publicKey },
    "POST /api/v1/dead-letters/restore": { ids: [randomUUID()] },
    "POST /api/v1/schedules/preview": { cron: "0 3 * * *", timeZone: "UTC" },
    "PUT /api/v1/alerts/{id}": { name: "quiet", metric: "silence" },
    "POST /api/v1/alerts/{id}/mute": { minutes: 5 },
    "PUT /api/v1/account/totp": { code: "123456" },
    "PATCH /api/v1/members/{id}": { role: "viewer" },
    "POST /api/v1/invitations": { email: "new@acme.example", role: "viewer" },
    "POST /api/v1/invitations/open": { token: "x".repeat(43) },
    "POST /api/v1/invitations/accept": { token: "x".repeat(43), name: "Eve", password: "correct horse battery" },
    "POST /api/v1/password-resets/forgot": { email: "nobody@acme.example" },
    "POST /api/v1/password-resets/open": { token: "x".repeat(43) },
    "POST /api/v1/password-resets/use": { token: "x".repeat(43), password: "correct horse battery" },
    "POST /api/v1/invocations/{id}/replays": { target: { kind: "draft" } },
    "PUT /api/v1/recording-policy": { mode: "errors", redacted: [], retentionDays: 7 },
    "POST /test-events/recorded": { invocationId: things.invocationId, name: "recorded" },
  };
  return bodies[`${method} ${path}`] ?? bodies[operation] ?? {};
}

/** A zip that holds a.js. */
const zip = Buffer.from(
  "UEsDBBQAAAAAAAAAIQC379yDAQAAAAEAAAAEAAAAYS5qczFQSwECFAMUAAAAAAAAACEAt+/cgwEAAAABAAAABAAAAAAAAAAAAAAAgAEAAAAAYS5qc1BLBQYAAAAAAQABADIAAAAjAAAAAAA=",
  "base64",
);

const origin = { origin: "http://portal.test", host: "portal.test" };
const signedIn = (cookie: string, tenant?: string) => ({
  ...{ ...origin, cookie },
  ...(tenant === undefined ? {} : { "x-annex-tenant": tenant }),
});

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
    ...(hasBody ? { body: rule.takes ? zip : JSON.stringify(bodyFor(nameOf(rule))) } : {}),
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
    ["/alerts/", alertRuleId],
    ["/layers/", layerId],
    ["/accepted-invocations/", acceptedId],
    ["/webhook-deliveries/", deliveryId],
    ["/members/", memberId],
    ["/invitations/", invitationId],
    ["/access-tokens/", accessTokenId],
    ["/invocations/", things.invocationId],
    ["/replays/", things.replayId],
  ];
  const id = ids.find(([part]) => path.includes(part))?.[1] ?? things.deployment.id;
  return {
    acmes: { name: things.functionName, id, number: "1" },
    missing: { name: "nobodys", id: randomUUID(), number: "1" },
  };
}

/** The rows of everything, before the tests of a suite and after: what is refused writes nothing. */
function writesNothing(): void {
  let before: Record<string, string>;
  beforeAll(async () => {
    before = await api.snapshot();
  });
  afterAll(async () => expect(await api.snapshot()).toEqual(before));
}

/** Bearers that prove nothing here. */
async function badBearers(): Promise<Record<string, string>> {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const claims = { iss: "http://identity.test", sub: "owner", aud: platformAudience, exp: 4_102_444_800 };
  const { privateKey } = await generateKeyPair("RS256");
  return {
    "a made-up token": `annex_pat_${"x".repeat(43)}`,
    "an expired token": expiredToken,
    "a revoked token": revokedToken,
    "another kind's token": "annex_xyz_0123456789012345678901234567890123456789012",
    "an unsigned JWT": `${part({ alg: "none", typ: "at+jwt" })}.${part(claims)}.`,
    "a JWT of the data plane's": await new SignJWT(claims).setProtectedHeader({ alg: "RS256" }).sign(privateKey),
    "its own hash": tokenHash,
    "a very long one": `annex_pat_${"x".repeat(5000)}`,
  };
}

const openPages = new Set([
  ...["page.tsx", "signin/page.tsx"],
  ...["forgot-password/page.tsx", "invitation/page.tsx", "new-password/page.tsx"],
]);
const personPages = new Set(["account/page.tsx", "no-tenant/page.tsx"]);
const openRoutes = new Set([
  "health/route.ts",
  "api/auth/[...nextauth]/route.ts",
  "api/auth/backchannel-logout/route.ts",
]);

test("every page is below a layout that asks who is there and in which tenant, or one of the few that need nobody", () => {
  const app = path.join(import.meta.dirname, "../src/app");
  const files = readdirSync(app, { recursive: true, encoding: "utf8" });
  const pages = files.filter((file) => file.endsWith("page.tsx") && !/^(t\/\[tenant\]|operator)\//.test(file));
  expect(pages.sort()).toEqual([...openPages, ...personPages].sort());
  const routes = files.filter((file) => file.endsWith("route.ts") && !file.startsWith("api/v1/"));
  expect(routes.sort()).toEqual([...openRoutes].sort());
  for (const guard of ["t/[tenant]/layout.tsx", "operator/layout.tsx"])
    expect(readFileSync(path.join(app, guard), "utf8")).toMatch(
      /if \(!user\) redirect\("\/signin"\);\n.*notFound\(\);/,
    );
});

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
  expect(paths["/api/v1/functions/{name}/test-events/recorded"]?.post).toMatchObject({
    description: "Needs the role developer; a token needs the scopes functions:write and invocations:read.",
    security: [{ session: [] }, { accessToken: ["functions:write", "invocations:read"] }],
  });
});

test("who comes by without a session sends little, or is refused before it is read", async () => {
  for (const [name, rule] of openRules) {
    const handler = handlers.get(name);
    const body = JSON.stringify({ token: "x".repeat(20_000) });
    const headers = { "content-type": "application/json" };
    const request = new Request(`http://portal.test${rule.path}`, { method: rule.method, headers, body });
    const response = await handler?.(request, { params: Promise.resolve({}) });
    expect([name, response?.status]).toEqual([name, 413]);
  }
});

describe("nobody comes in without a session or a token that is good for it:", () => {
  writesNothing();

  test("with a bearer that proves nothing", async () => {
    const bearers = Object.entries(await badBearers());
    for (const rule of portalRules.filter(({ role }) => role !== "anyone"))
      for (const [kind, token] of bearers) {
        const answer = await call(rule, { params: paramsOf(rule).acmes, token, headers: origin });
        expect([answer.status, answer.problem?.code], `${nameOf(rule)} with ${kind}`).toEqual([401, "unauthenticated"]);
      }
  });

  test.each(guardedRules)("%s", async (_, rule) => {
    const { acmes } = paramsOf(rule);
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
  writesNothing();

  test.each(byToken)("%s", async (_, rule) => {
    for (const needed of scopesOf(rule)) {
      const token = await api.acme.token("owner", without(needed));
      const answer = await call(rule, { params: paramsOf(rule).acmes, token });
      expect(answer.problem).toMatchObject({ status: 403, detail: `The access token lacks the scope ${needed}.` });
    }
  });

  test("and what was recorded is read by no token without invocations:read, whatever route hands it over", () => {
    const handsOver = [
      "POST /api/v1/functions/{name}/test-events/recorded",
      "POST /api/v1/invocations/{id}/replays",
      "GET /api/v1/invocations/{id}/payload",
      "GET /api/v1/replays/{id}",
    ];
    const known = new Map(byToken);
    for (const name of handsOver) {
      const rule = known.get(name);
      expect(rule && scopesOf(rule), name).toContain("invocations:read");
    }
  });

  test("and is never a person's own: not for tokens, members, invitations, passwords and sessions", async () => {
    const token = await api.acme.token("owner");
    for (const rule of [...inPerson, ...portalRules.filter(({ role }) => role === "person")])
      expect((await call(rule, { token, params: { id: randomUUID() } })).problem).toMatchObject({ code: "forbidden" });
  });
});

describe("a role does what it may and no more:", () => {
  writesNothing();

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
  writesNothing();

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
    // the same way through the database, so that time tells nothing either
    const forOther = await api.statementsOf(() => seen(acmes));
    expect(forOther).toEqual(await api.statementsOf(() => seen(missing)));
    expect(forOther.length).toBeGreaterThan(0);
  });
});

describe("what belongs to a tenant", () => {
  test("is there for the tenant itself", async () => {
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

describe("a link's secret is asked for where nobody needs to be signed in, and a made-up one opens nothing:", () => {
  writesNothing();

  test.each(openRules.filter(([name]) => name !== forgot))("%s", async (_, rule) => {
    const answer = await call(rule, {});
    expect([answer.status, answer.problem?.code]).toEqual([404, "not_found"]);
  });
});

describe("by a session", () => {
  writesNothing();

  test("a request from another site changes nothing", async () => {
    const cookie = await api.acme.cookie("owner");
    const changes = guardedRules.filter(([, { method }]) => method !== "GET");
    for (const [name, rule] of changes) {
      const headers = { cookie, host: "portal.test", origin: "http://evil.test", "x-annex-tenant": "acme" };
      const answer = await call(rule, { params: paramsOf(rule).acmes, headers });
      expect([answer.status, answer.problem?.code], name).toEqual([403, "forbidden"]);
    }
  });

  test("an owner's doings are refused to a developer", async () => {
    const headers = signedIn(await api.acme.cookie("developer"), "acme");
    for (const rule of inPerson.filter(({ role }) => role === "owner"))
      expect((await call(rule, { params: paramsOf(rule).acmes, headers })).problem, nameOf(rule)).toMatchObject({
        status: 403,
        detail: "You are a developer here; this needs the role owner. Ask an owner.",
      });
  });

  test("another tenant's thing is answered exactly like a missing one", async () => {
    const headers = signedIn(await api.globex.cookie("owner"), "globex");
    for (const rule of inPerson.filter(({ path }) => path.includes("{"))) {
      const seen = async (params: Record<string, string>) => {
        const { status, problem } = await call(rule, { params, headers });
        return { status, code: problem?.code, detail: problem?.detail };
      };
      const { acmes, missing } = paramsOf(rule);
      const other = await seen(acmes);
      expect(other, nameOf(rule)).toMatchObject({ status: 404, code: "not_found" });
      expect(other).toEqual(await seen(missing));
    }
  });

  test("the operators' routes are not there for a tenant's owner", async () => {
    const headers = signedIn(await api.acme.cookie("owner"));
    for (const rule of portalRules.filter(({ role }) => role === "operator"))
      expect((await call(rule, { params: paramsOf(rule).acmes, headers })).problem, nameOf(rule)).toMatchObject({
        status: 404,
        detail: "There is nothing at this address.",
      });
    const operator = signedIn(await api.operatorCookie());
    const [rule] = portalRules.filter((known) => nameOf(known) === "GET /api/v1/operator/mails");
    expect(rule && (await call(rule, { headers: operator })).status).toBe(200);
  });

  test("a cookie that was made elsewhere, changed or ended is nobody's", async () => {
    const rule = portalRules.find((known) => nameOf(known) === "GET /api/v1/account");
    if (!rule) throw new Error("no rule");
    const cookie = await api.acme.cookie("developer");
    const asks = async (sent: string) => (await call(rule, { headers: signedIn(sent) })).status;
    expect(await asks(cookie)).toBe(200);
    const sid = randomUUID();
    const forged = await encode({ token: { sid }, secret: "another secret of another site" });
    for (const sent of [`${cookie.slice(0, -4)}AAAA`, `next-auth.session-token=${forged}`, "next-auth.session-token="])
      expect(await asks(sent)).toBe(401);
    const { operator } = api.fresh.db;
    await operator.session.updateMany({
      where: { user: { email: "developer@acme.example" } },
      data: { endedAt: new Date() },
    });
    expect(await asks(cookie)).toBe(401);
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

test("a link to a new password is asked for by anyone, and the answer does not tell whether the address has an account", async () => {
  const [, rule] = openRules.find(([name]) => name === forgot) ?? [];
  if (!rule) throw new Error("no rule");
  expect((await call(rule, {})).status).toBe(204);
});

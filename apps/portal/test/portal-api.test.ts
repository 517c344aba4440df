import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { platformAudience, portalRules } from "@annex/contract";
import { generateKeyPair, SignJWT } from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { portalOpenApi } from "../src/server/portal-open-api";
import { forgot, guardedRules, nameOf, openRules, ruleOf } from "./portal-rules";
import { origin, type PortalRoutes, startPortalRoutes } from "./start-portal-routes";
import { writesNothing } from "./writes-nothing";

let portal: PortalRoutes;
beforeAll(async () => {
  portal = await startPortalRoutes();
});
afterAll(() => portal.close());

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
  expect([...portal.handlers.keys()].sort()).toEqual(known.sort());
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
    const handler = portal.handlers.get(name);
    const body = JSON.stringify({ token: "x".repeat(20_000) });
    const headers = { "content-type": "application/json" };
    const request = new Request(`http://portal.test${rule.path}`, { method: rule.method, headers, body });
    const response = await handler?.(request, { params: Promise.resolve({}) });
    expect([name, response?.status]).toEqual([name, 413]);
  }
});

/** Bearers that prove nothing here. */
async function badBearers(): Promise<Record<string, string>> {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const claims = { iss: "http://identity.test", sub: "owner", aud: platformAudience, exp: 4_102_444_800 };
  const { privateKey } = await generateKeyPair("RS256");
  return {
    "a made-up token": `annex_pat_${"x".repeat(43)}`,
    "an expired token": portal.expiredToken,
    "a revoked token": portal.revokedToken,
    "another kind's token": "annex_xyz_0123456789012345678901234567890123456789012",
    "an unsigned JWT": `${part({ alg: "none", typ: "at+jwt" })}.${part(claims)}.`,
    "a JWT of the data plane's": await new SignJWT(claims).setProtectedHeader({ alg: "RS256" }).sign(privateKey),
    "its own hash": portal.tokenHash,
    "a very long one": `annex_pat_${"x".repeat(5000)}`,
  };
}

describe("nobody comes in without a session or a token that is good for it:", () => {
  writesNothing(() => portal.api);

  test("with a bearer that proves nothing", async () => {
    const bearers = Object.entries(await badBearers());
    for (const rule of portalRules.filter(({ role }) => role !== "anyone"))
      for (const [kind, token] of bearers) {
        const answer = await portal.call(rule, { params: portal.paramsOf(rule).acmes, token, headers: origin });
        expect([answer.status, answer.problem?.code], `${nameOf(rule)} with ${kind}`).toEqual([401, "unauthenticated"]);
      }
  });

  test.each(guardedRules)("%s", async (_, rule) => {
    const { acmes } = portal.paramsOf(rule);
    const answer = await portal.call(rule, { params: acmes, headers: origin });
    expect([answer.status, answer.problem?.code]).toEqual([401, "unauthenticated"]);
    if (rule.role === "operator") {
      const byOwner = await portal.call(rule, {
        params: acmes,
        headers: origin,
        token: await portal.api.acme.token("owner"),
      });
      expect(byOwner.status).toBe(401);
      return;
    }
    const forged = await portal.call(rule, { params: acmes, token: `annex_pat_${"x".repeat(43)}` });
    expect([forged.status, forged.problem?.code]).toEqual([401, "unauthenticated"]);
  });
});

describe("a link's secret is asked for where nobody needs to be signed in, and a made-up one opens nothing:", () => {
  writesNothing(() => portal.api);

  test.each(openRules.filter(([name]) => name !== forgot))("%s", async (_, rule) => {
    const answer = await portal.call(rule, {});
    expect([answer.status, answer.problem?.code]).toEqual([404, "not_found"]);
  });
});

test("a link to a new password is asked for by anyone, and the answer does not tell whether the address has an account", async () => {
  expect((await portal.call(ruleOf(forgot), {})).status).toBe(204);
});

import { randomUUID } from "node:crypto";
import { portalRules, scopesOf } from "@annex/contract";
import { listAccessTokens, revokeAccessToken } from "@annex/control-plane";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { byToken, inPerson, naming, ruleOf, without } from "./portal-rules";
import { type PortalRoutes, startPortalRoutes } from "./start-portal-routes";
import { writesNothing } from "./writes-nothing";

let portal: PortalRoutes;
beforeAll(async () => {
  portal = await startPortalRoutes();
});
afterAll(() => portal.close());

describe("a token does what its scopes say and no more:", () => {
  writesNothing(() => portal.api);

  test.each(byToken)("%s", async (_, rule) => {
    for (const needed of scopesOf(rule)) {
      const token = await portal.api.acme.token("owner", without(needed));
      const answer = await portal.call(rule, { params: portal.paramsOf(rule).acmes, token });
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
    for (const name of handsOver) expect(scopesOf(ruleOf(name)), name).toContain("invocations:read");
  });

  test("and is never a person's own: not for tokens, members, invitations, passwords and sessions", async () => {
    const token = await portal.api.acme.token("owner");
    for (const rule of [...inPerson, ...portalRules.filter(({ role }) => role === "person")])
      expect((await portal.call(rule, { token, params: { id: randomUUID() } })).problem).toMatchObject({
        code: "forbidden",
      });
  });
});

describe("a role does what it may and no more:", () => {
  writesNothing(() => portal.api);

  const guarded = byToken.filter(([, { role }]) => role !== "viewer");
  test.each(guarded)("%s", async (_, rule) => {
    const lower = rule.role === "owner" ? "developer" : "viewer";
    const answer = await portal.call(rule, {
      params: portal.paramsOf(rule).acmes,
      token: await portal.api.acme.token(lower),
    });
    expect(answer.problem).toMatchObject({
      status: 403,
      detail: `You are a ${lower} here; this needs the role ${rule.role}. Ask an owner.`,
    });
  });
});

describe("another tenant's thing is answered exactly like a missing one:", () => {
  writesNothing(() => portal.api);

  test.each(naming)("%s", async (_, rule) => {
    const token = await portal.api.globex.token("owner");
    const { acmes, missing } = portal.paramsOf(rule);
    const seen = async (params: Record<string, string>) => {
      const { status, problem } = await portal.call(rule, { params, token });
      return { status, code: problem?.code, detail: problem?.detail.replaceAll(params.name ?? "", "…") };
    };
    const other = await seen(acmes);
    expect(other).toMatchObject({ status: 404, code: "not_found" });
    expect(other).toEqual(await seen(missing));
    // the same way through the database, so that time tells nothing either
    const forOther = await portal.api.statementsOf(() => seen(acmes));
    expect(forOther).toEqual(await portal.api.statementsOf(() => seen(missing)));
    expect(forOther.length).toBeGreaterThan(0);
  });
});

describe("what belongs to a tenant", () => {
  test("is there for the tenant itself", async () => {
    const token = await portal.api.acme.token("owner");
    for (const [name, rule] of naming.filter(
      ([, { method, stream, path }]) => method === "GET" && !stream && !path.endsWith("/zip-file"),
    ))
      expect((await portal.call(rule, { params: portal.paramsOf(rule).acmes, token })).status, name).toBe(200);
  });

  test("a token that names another tenant finds none", async () => {
    const answer = await portal.call(ruleOf("GET /api/v1/functions"), {
      token: await portal.api.globex.token("owner"),
      headers: { "x-annex-tenant": "acme" },
    });
    expect(answer.problem).toMatchObject({ code: "not_found", detail: "There is no such tenant." });
  });
});

describe("a token ends", () => {
  const asks = async (token: string) => (await portal.call(ruleOf("GET /api/v1/functions"), { token })).status;

  test("when it is revoked, at once", async () => {
    const token = await portal.api.acme.freshToken("developer");
    expect(await asks(token)).toBe(200);
    const [newest] = await listAccessTokens(portal.api.acme.ctx);
    expect(newest).toMatchObject({ owner: "developer@acme.example", hint: token.slice(-4) });
    expect(newest?.lastUsedAt).not.toBeNull();
    await expect(revokeAccessToken(portal.api.globex.ctx, { accessTokenId: newest?.id ?? "" })).rejects.toMatchObject({
      code: "not_found",
    });
    await revokeAccessToken(portal.api.acme.ctx, { accessTokenId: newest?.id ?? "" });
    expect(await asks(token)).toBe(401);
  });

  test("on its day, and with its person's membership", async () => {
    const { operator } = portal.api.fresh.db;
    const expired = await portal.api.acme.freshToken("developer");
    const [newest] = await listAccessTokens(portal.api.acme.ctx);
    await operator.accessToken.update({ where: { id: newest?.id ?? "" }, data: { expiresAt: new Date() } });
    expect(await asks(expired)).toBe(401);
    const left = await portal.api.acme.freshToken("viewer");
    await operator.membership.deleteMany({ where: { user: { email: "viewer@acme.example" } } });
    expect(await asks(left)).toBe(404);
  });

  test("and only its hash is kept", async () => {
    const token = await portal.api.acme.freshToken("developer");
    const rows = JSON.stringify(await portal.api.fresh.db.operator.accessToken.findMany());
    expect(rows).not.toContain(token.slice("annex_pat_".length));
  });
});

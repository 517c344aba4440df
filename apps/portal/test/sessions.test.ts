import { randomUUID } from "node:crypto";
import { portalRules } from "@annex/contract";
import { encode } from "next-auth/jwt";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { guardedRules, inPerson, nameOf, ruleOf } from "./portal-rules";
import { type PortalRoutes, signedIn, startPortalRoutes } from "./start-portal-routes";
import { writesNothing } from "./writes-nothing";

let portal: PortalRoutes;
beforeAll(async () => {
  portal = await startPortalRoutes();
});
afterAll(() => portal.close());

describe("by a session", () => {
  writesNothing(() => portal.api);

  test("a request from another site changes nothing", async () => {
    const cookie = await portal.api.acme.cookie("owner");
    const changes = guardedRules.filter(([, { method }]) => method !== "GET");
    for (const [name, rule] of changes) {
      const headers = { cookie, host: "portal.test", origin: "http://evil.test", "x-annex-tenant": "acme" };
      const answer = await portal.call(rule, { params: portal.paramsOf(rule).acmes, headers });
      expect([answer.status, answer.problem?.code], name).toEqual([403, "forbidden"]);
    }
  });

  test("an owner's doings are refused to a developer", async () => {
    const headers = signedIn(await portal.api.acme.cookie("developer"), "acme");
    for (const rule of inPerson.filter(({ role }) => role === "owner"))
      expect(
        (await portal.call(rule, { params: portal.paramsOf(rule).acmes, headers })).problem,
        nameOf(rule),
      ).toMatchObject({
        status: 403,
        detail: "You are a developer here; this needs the role owner. Ask an owner.",
      });
  });

  test("another tenant's thing is answered exactly like a missing one", async () => {
    const headers = signedIn(await portal.api.globex.cookie("owner"), "globex");
    for (const rule of inPerson.filter(({ path }) => path.includes("{"))) {
      const seen = async (params: Record<string, string>) => {
        const { status, problem } = await portal.call(rule, { params, headers });
        return { status, code: problem?.code, detail: problem?.detail };
      };
      const { acmes, missing } = portal.paramsOf(rule);
      const other = await seen(acmes);
      expect(other, nameOf(rule)).toMatchObject({ status: 404, code: "not_found" });
      expect(other).toEqual(await seen(missing));
    }
  });

  test("the operators' routes are not there for a tenant's owner", async () => {
    const headers = signedIn(await portal.api.acme.cookie("owner"));
    for (const rule of portalRules.filter(({ role }) => role === "operator"))
      expect(
        (await portal.call(rule, { params: portal.paramsOf(rule).acmes, headers })).problem,
        nameOf(rule),
      ).toMatchObject({
        status: 404,
        detail: "There is nothing at this address.",
      });
    const operator = signedIn(await portal.api.operatorCookie());
    expect((await portal.call(ruleOf("GET /api/v1/operator/mails"), { headers: operator })).status).toBe(200);
  });

  test("a cookie that was made elsewhere, changed or ended is nobody's", async () => {
    const rule = ruleOf("GET /api/v1/account");
    const cookie = await portal.api.acme.cookie("developer");
    const asks = async (sent: string) => (await portal.call(rule, { headers: signedIn(sent) })).status;
    expect(await asks(cookie)).toBe(200);
    const sid = randomUUID();
    const forged = await encode({ token: { sid }, secret: "another secret of another site" });
    for (const sent of [`${cookie.slice(0, -4)}AAAA`, `next-auth.session-token=${forged}`, "next-auth.session-token="])
      expect(await asks(sent)).toBe(401);
    const { operator } = portal.api.fresh.db;
    await operator.session.updateMany({
      where: { user: { email: "developer@acme.example" } },
      data: { endedAt: new Date() },
    });
    expect(await asks(cookie)).toBe(401);
  });
});

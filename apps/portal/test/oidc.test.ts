import { decode } from "next-auth/jwt";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { type SignIn, startSignIn, Visitor } from "./start-sign-in";

let portal: SignIn;

beforeAll(async () => {
  portal = await startSignIn();
});
afterAll(() => portal.close());

beforeEach(() => {
  portal.provider.person = {
    ...{ sub: "ida", email: "Ida@Acme.example", email_verified: true, name: "Ida Rot", groups: ["devs"] },
  };
});

test("who signs in at the provider is a person of ours, with the groups' roles, in a session that can be ended", async () => {
  const { at, user, visitor } = await portal.signIn();
  expect(at.pathname).toBe("/there");
  expect(user).toMatchObject({
    ...{ email: "ida@acme.example", name: "Ida Rot", isOperator: false },
    memberships: [{ slug: "acme", role: "developer" }],
  });
  const session = await portal.api.fresh.db.operator.session.findUnique({ where: { id: user?.sessionId ?? "" } });
  expect(session).toMatchObject({ method: "Acme login", address: "203.0.113.9", userAgent: "a test" });
  await portal.api.fresh.db.operator.session.updateMany({ data: { endedAt: new Date() } });
  expect(await portal.userOf(visitor)).toBeNull();
});

test("the cookie holds no token of the provider's", async () => {
  const { visitor } = await portal.signIn();
  const pair = visitor.cookies(new URL(portal.url).host).match(/next-auth\.session-token=([^;]+)/)?.[1] ?? "";
  const held = await decode({ token: decodeURIComponent(pair), secret: process.env.NEXTAUTH_SECRET ?? "" });
  expect(Object.keys(held ?? {}).sort()).toEqual(["email", "exp", "iat", "jti", "name", "sid", "sub"]);
});

test("a group that is gone takes its role with the next sign-in", async () => {
  portal.provider.person = { ...portal.provider.person, groups: ["platform"] };
  expect((await portal.signIn()).user).toMatchObject({ isOperator: true, memberships: [] });
});

test("an address that the provider does not vouch for opens nobody's account", async () => {
  await portal.api.fresh.db.operator.user.create({ data: { email: "boss@acme.example", name: "Boss" } });
  portal.provider.person = {
    sub: "mallory",
    email: "boss@acme.example",
    email_verified: false,
    name: "M",
    groups: ["devs"],
  };
  const { at, user } = await portal.signIn();
  expect([at.pathname, at.searchParams.get("error"), user]).toEqual(["/signin", "provider_forbidden", null]);
  expect(await portal.api.fresh.db.operator.userIdentity.count({ where: { subject: "mallory" } })).toBe(0);
});

test("while the database is away a sign-in says so, by password and at the provider", async () => {
  await portal.signIn();
  await portal.api.withoutDatabase(async () => {
    const { at } = await portal.post(new Visitor(), "/api/auth/signin/oidc");
    expect([at.pathname, at.searchParams.get("error")]).toEqual(["/signin", "provider_unavailable"]);
    const fields = { email: "ida@acme.example", password: "of nobody's", json: "true" };
    const { response } = await portal.post(new Visitor(), "/api/auth/callback/credentials", fields);
    const told = z.object({ url: z.url() }).parse(await response.json());
    expect(new URL(told.url).searchParams.get("error")).toBe("unavailable:2");
  });
  expect((await portal.signIn()).at.pathname).toBe("/there");
});

test("a callback that nobody began, or with another's state, signs nobody in", async () => {
  const visitor = new Visitor();
  const { at } = await visitor.go(`${portal.url}/api/auth/callback/oidc?code=x&state=y`);
  expect([at.pathname, at.searchParams.get("error")]).toEqual(["/signin", "OAuthCallback"]);
  expect(await portal.userOf(visitor)).toBeNull();
});

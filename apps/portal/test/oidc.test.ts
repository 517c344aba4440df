import { createServer, type Server } from "node:http";
import { type OidcProvider, oidcClient, startProvider } from "@annex/testing/oidc-provider";
import NextAuth, { type NextAuthOptions } from "next-auth";
import { decode } from "next-auth/jwt";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { authOptions } from "../src/server/auth-options";
import { userOfCookies } from "../src/server/session";
import { type PortalApi, startPortalApi } from "./start-portal-api";

const browser = { address: "203.0.113.9", userAgent: "a test" };
let api: PortalApi;
let provider: OidcProvider;
let portal: Server;
let url: string;

/** next-auth's own handler, as a server that speaks HTTP: the pages' way, which needs no Next around it. */
function serve(options: () => NextAuthOptions): Server {
  return createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += String(chunk);
    const at = new URL(request.url ?? "/", url);
    const cookies = (request.headers.cookie ?? "").split("; ").map((pair) => {
      const [name = "", ...value] = pair.split("=");
      return [name, decodeURIComponent(value.join("="))];
    });
    const query = {
      ...Object.fromEntries(at.searchParams),
      nextauth: at.pathname.replace("/api/auth/", "").split("/"),
    };
    const parts = { query, cookies: Object.fromEntries(cookies), body: Object.fromEntries(new URLSearchParams(body)) };
    const answer = Object.assign(response, {
      status: (code: number) => Object.assign(answer, { statusCode: code }),
      json: (value: unknown) => response.end(JSON.stringify(value)),
      send: (value: unknown) => response.end(typeof value === "string" ? value : JSON.stringify(value)),
    });
    await NextAuth(options())(Object.assign(request, parts), answer);
  });
}

beforeAll(async () => {
  api = await startPortalApi();
  portal = serve(() => authOptions(browser));
  await new Promise<void>((done) => portal.listen(0, "127.0.0.1", done));
  const address = portal.address();
  url = `http://127.0.0.1:${address && typeof address === "object" ? address.port : 0}`;
  provider = await startProvider(`${url}/api/auth/callback/oidc`);
  Object.assign(process.env, {
    NEXTAUTH_URL: url,
    OIDC_ISSUER: provider.issuer,
    OIDC_CLIENT_ID: oidcClient.id,
    OIDC_CLIENT_SECRET: oidcClient.secret,
    OIDC_NAME: "Acme login",
    OIDC_SCOPE: "openid email profile groups",
    OIDC_GROUPS: JSON.stringify([
      { group: "devs", tenant: "acme", role: "developer" },
      { group: "platform", operator: true },
    ]),
  });
});
afterAll(async () => {
  await new Promise((done) => portal.close(done));
  await provider.close();
  await api.close();
});

/** A browser's cookies, of every host, and its way along redirects. */
class Visitor {
  readonly #jar = new Map<string, Map<string, string>>();

  #cookiesOf(host: string): Map<string, string> {
    const known = this.#jar.get(host) ?? new Map<string, string>();
    this.#jar.set(host, known);
    return known;
  }

  cookies(host: string): string {
    return [...this.#cookiesOf(host)].map(([name, value]) => `${name}=${value}`).join("; ");
  }

  async go(to: string, init: RequestInit = {}): Promise<{ at: URL; response: Response }> {
    let at = new URL(to);
    let response = await this.#ask(at, init);
    for (let hop = 0; hop < 12 && response.headers.has("location"); hop += 1) {
      at = new URL(response.headers.get("location") ?? "", at);
      if (at.pathname === "/signin" || at.pathname === "/there") break;
      response = await this.#ask(at, {});
    }
    return { at, response };
  }

  async #ask(at: URL, init: RequestInit): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.set("cookie", this.cookies(at.host));
    const response = await fetch(at, { ...init, headers, redirect: "manual" });
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = ""] = cookie.split(";");
      const end = pair.indexOf("=");
      this.#cookiesOf(at.host).set(pair.slice(0, end), pair.slice(end + 1));
    }
    return response;
  }
}

async function post(visitor: Visitor, path: string, fields: Readonly<Record<string, string>> = {}) {
  const { response } = await visitor.go(`${url}/api/auth/csrf`);
  const { csrfToken } = z.object({ csrfToken: z.string() }).parse(await response.json());
  const body = new URLSearchParams({ csrfToken, callbackUrl: `${url}/there`, ...fields });
  return visitor.go(`${url}${path}`, { method: "POST", body });
}

async function signIn(visitor = new Visitor()) {
  const { at } = await post(visitor, "/api/auth/signin/oidc");
  return { at, user: await userOfCookies(visitor.cookies(new URL(url).host)), visitor };
}

beforeEach(() => {
  provider.person = { sub: "ida", email: "Ida@Acme.example", email_verified: true, name: "Ida Rot", groups: ["devs"] };
});

test("who signs in at the provider is a person of ours, with the groups' roles, in a session that can be ended", async () => {
  const { at, user, visitor } = await signIn();
  expect(at.pathname).toBe("/there");
  expect(user).toMatchObject({
    ...{ email: "ida@acme.example", name: "Ida Rot", isOperator: false },
    memberships: [{ slug: "acme", role: "developer" }],
  });
  const session = await api.fresh.db.operator.session.findUnique({ where: { id: user?.sessionId ?? "" } });
  expect(session).toMatchObject({ method: "Acme login", address: "203.0.113.9", userAgent: "a test" });
  await api.fresh.db.operator.session.updateMany({ data: { endedAt: new Date() } });
  expect(await userOfCookies(visitor.cookies(new URL(url).host))).toBeNull();
});

test("the cookie holds no token of the provider's", async () => {
  const { visitor } = await signIn();
  const pair = visitor.cookies(new URL(url).host).match(/next-auth\.session-token=([^;]+)/)?.[1] ?? "";
  const held = await decode({ token: decodeURIComponent(pair), secret: process.env.NEXTAUTH_SECRET ?? "" });
  expect(Object.keys(held ?? {}).sort()).toEqual(["email", "exp", "iat", "jti", "name", "sid", "sub"]);
});

test("a group that is gone takes its role with the next sign-in", async () => {
  provider.person = { ...provider.person, groups: ["platform"] };
  expect((await signIn()).user).toMatchObject({ isOperator: true, memberships: [] });
});

test("an address that the provider does not vouch for opens nobody's account", async () => {
  await api.fresh.db.operator.user.create({ data: { email: "boss@acme.example", name: "Boss" } });
  provider.person = { sub: "mallory", email: "boss@acme.example", email_verified: false, name: "M", groups: ["devs"] };
  const { at, user } = await signIn();
  expect([at.pathname, at.searchParams.get("error"), user]).toEqual(["/signin", "provider_forbidden", null]);
  expect(await api.fresh.db.operator.userIdentity.count({ where: { subject: "mallory" } })).toBe(0);
});

test("while the database is away a sign-in says so, by password and at the provider", async () => {
  await signIn();
  await api.withoutDatabase(async () => {
    const { at } = await post(new Visitor(), "/api/auth/signin/oidc");
    expect([at.pathname, at.searchParams.get("error")]).toEqual(["/signin", "provider_unavailable"]);
    const fields = { email: "ida@acme.example", password: "of nobody's", json: "true" };
    const { response } = await post(new Visitor(), "/api/auth/callback/credentials", fields);
    const told = z.object({ url: z.url() }).parse(await response.json());
    expect(new URL(told.url).searchParams.get("error")).toBe("unavailable:2");
  });
  expect((await signIn()).at.pathname).toBe("/there");
});

test("a callback that nobody began, or with another's state, signs nobody in", async () => {
  const visitor = new Visitor();
  const { at } = await visitor.go(`${url}/api/auth/callback/oidc?code=x&state=y`);
  expect([at.pathname, at.searchParams.get("error")]).toEqual(["/signin", "OAuthCallback"]);
  expect(await userOfCookies(visitor.cookies(new URL(url).host))).toBeNull();
});

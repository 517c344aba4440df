import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { listenLocally } from "@annex/testing/listen-locally";
import { type OidcProvider, oidcClient, startProvider } from "@annex/testing/oidc-provider";
import NextAuth from "next-auth";
import { z } from "zod";
import { authOptions } from "../src/server/auth-options";
import { endAtProvider } from "../src/server/end-at-provider";
import { userOfCookies } from "../src/server/session";
import type { SessionUser } from "../src/server/session-user";
import { type PortalApi, startPortalApi } from "./start-portal-api";

const browser = { address: "203.0.113.9", userAgent: "a test" };

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = "";
  for await (const chunk of request) body += String(chunk);
  return body;
}

/** next-auth's own handler, over HTTP: the pages' way, which needs no Next around it. */
async function authenticate(at: URL, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await bodyOf(request);
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
  await NextAuth(authOptions(browser))(Object.assign(request, parts), answer);
}

async function endSessions(at: URL, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const answer = await endAtProvider(new Request(at, { method: "POST", body: await bodyOf(request) }));
  response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text());
}

/** A browser's cookies, of every host, and its way along redirects. */
export class Visitor {
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

interface SignedIn {
  /** Where the sign-in led. */
  readonly at: URL;
  readonly user: SessionUser | null;
  readonly visitor: Visitor;
}

/** The portal's sign-in beside a provider, each a server of its own. */
export interface SignIn {
  readonly api: PortalApi;
  readonly provider: OidcProvider;
  readonly url: string;
  post(
    visitor: Visitor,
    path: string,
    fields?: Readonly<Record<string, string>>,
  ): Promise<{ readonly at: URL; readonly response: Response }>;
  signIn(visitor?: Visitor): Promise<SignedIn>;
  /** Whose session the visitor's cookies are. */
  userOf(visitor: Visitor): Promise<SessionUser | null>;
  close(): Promise<void>;
}

export async function startSignIn(): Promise<SignIn> {
  const api = await startPortalApi();
  const portal = createServer((request, response) => {
    const at = new URL(request.url ?? "/", url);
    void (at.pathname === "/api/auth/backchannel-logout" ? endSessions : authenticate)(at, request, response);
  });
  const url = `http://127.0.0.1:${await listenLocally(portal)}`;
  const provider = await startProvider(`${url}/api/auth/callback/oidc`);
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
  const post: SignIn["post"] = async (visitor, path, fields = {}) => {
    const { response } = await visitor.go(`${url}/api/auth/csrf`);
    const { csrfToken } = z.object({ csrfToken: z.string() }).parse(await response.json());
    const body = new URLSearchParams({ csrfToken, callbackUrl: `${url}/there`, ...fields });
    return visitor.go(`${url}${path}`, { method: "POST", body });
  };
  const userOf = (visitor: Visitor) => userOfCookies(visitor.cookies(new URL(url).host));
  return {
    ...{ api, provider, url, post, userOf },
    async signIn(visitor = new Visitor()) {
      const { at } = await post(visitor, "/api/auth/signin/oidc");
      return { at, user: await userOf(visitor), visitor };
    },
    async close() {
      await new Promise((done) => portal.close(done));
      await provider.close();
      await api.close();
    },
  };
}

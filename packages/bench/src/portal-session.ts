import { z } from "zod";
import { stack } from "./stack.ts";

const csrfSchema = z.object({ csrfToken: z.string() });

/** Cookies of a signed-in person, kept from answer to answer. */
export class PortalSession {
  readonly #cookies = new Map<string, string>();
  readonly #tenant: string;

  private constructor(tenant: string) {
    this.#tenant = tenant;
  }

  /** Signs in as the demo developer of `tenant`. */
  static async open(tenant: string): Promise<PortalSession> {
    const user = stack.users.find((candidate) => candidate.tenant === tenant && candidate.role === "developer");
    if (!user) throw new Error(`The stack describes no developer of ${tenant}.`);
    const session = new PortalSession(tenant);
    const { csrfToken } = csrfSchema.parse(await (await session.fetch("/api/auth/csrf")).json());
    const form = new URLSearchParams({ csrfToken, email: user.email, password: user.password, json: "true" });
    await session.fetch("/api/auth/callback/credentials", { method: "POST", body: form });
    return session;
  }

  /** The header `Cookie` of whoever is signed in. */
  get cookie(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  }

  async fetch(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.set("cookie", this.cookie);
    headers.set("origin", stack.portal);
    headers.set("x-annex-tenant", this.#tenant);
    const response = await fetch(new URL(path, stack.portal), { ...init, headers, redirect: "manual" });
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = ""] = cookie.split(";");
      const at = pair.indexOf("=");
      this.#cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
    return response;
  }

  async json(path: string, body?: unknown): Promise<unknown> {
    const init =
      body === undefined
        ? {}
        : { method: "POST", body: JSON.stringify(body), headers: { "content-type": "application/json" } };
    const response = await this.fetch(path, init);
    const text = await response.text();
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${text}`);
    return JSON.parse(text);
  }
}

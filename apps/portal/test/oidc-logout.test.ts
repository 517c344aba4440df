import { randomUUID } from "node:crypto";
import { oidcClient } from "@annex/testing/oidc-provider";
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from "jose";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type SignIn, startSignIn, type Visitor } from "./start-sign-in";

let portal: SignIn;
const event = "http://schemas.openid.net/event/backchannel-logout";

beforeAll(async () => {
  portal = await startSignIn();
});
afterAll(() => portal.close());

function become(sub: string): void {
  portal.provider.person = { sub, email: `${sub}@acme.example`, email_verified: true, name: sub, groups: ["devs"] };
}
beforeEach(() => become("ida"));

const seconds = () => Math.floor(Date.now() / 1000);

/** What the provider says of Ida, but for what is changed; undefined leaves a claim out. */
function claims(changed: Record<string, unknown> = {}): JWTPayload {
  const own = { iss: portal.provider.issuer, aud: oidcClient.id, sub: "ida", iat: seconds(), exp: seconds() + 120 };
  return JSON.parse(JSON.stringify({ ...own, jti: randomUUID(), events: { [event]: {} }, ...changed }));
}

async function tell(logoutToken: string): Promise<Response> {
  const body = new URLSearchParams({ logout_token: logoutToken });
  return fetch(`${portal.url}/api/auth/backchannel-logout`, { method: "POST", body });
}

/** Presses "Yes, sign me out" on the provider's own page. */
async function leaveProvider(visitor: Visitor): Promise<void> {
  const { response } = await visitor.go(`${portal.provider.issuer}/session/end`);
  const [, xsrf = ""] = /name="xsrf" value="([^"]+)"/.exec(await response.text()) ?? [];
  const body = new URLSearchParams({ xsrf, logout: "yes" });
  await visitor.go(`${portal.provider.issuer}/session/end/confirm`, { method: "POST", body });
}

test("who leaves at the provider leaves here: the session that began with it ends, and no other", async () => {
  const [laptop, phone] = [await portal.signIn(), await portal.signIn()];
  become("ben");
  const other = await portal.signIn();
  await leaveProvider(laptop.visitor);
  expect(await portal.userOf(laptop.visitor)).toBeNull();
  expect((await portal.userOf(phone.visitor))?.email).toBe("ida@acme.example");
  expect((await portal.userOf(other.visitor))?.email).toBe("ben@acme.example");
  const target = `session:${laptop.user?.sessionId}`;
  const entry = await portal.api.fresh.db.operator.auditEvent.findFirst({ where: { action: "endSession", target } });
  expect(entry).toMatchObject({ actor: "system:sign-in", detail: { issuer: portal.provider.issuer } });
});

test("a person whom the provider ends altogether loses every session that began there; told twice it is the same", async () => {
  const [laptop, phone] = [await portal.signIn(), await portal.signIn()];
  become("ben");
  const other = await portal.signIn();
  const token = await portal.provider.sign(claims(), "logout+jwt");
  const answer = await tell(token);
  expect([answer.status, await answer.text(), answer.headers.get("cache-control")]).toEqual([200, "", "no-store"]);
  for (const { visitor } of [laptop, phone]) expect(await portal.userOf(visitor)).toBeNull();
  expect(await portal.userOf(other.visitor)).not.toBeNull();
  expect((await tell(token)).status).toBe(200);
});

test("a token that is sent again ends no session that began after it", async () => {
  const token = await portal.provider.sign(claims({ iat: seconds() - 30 }), "logout+jwt");
  const { visitor } = await portal.signIn();
  expect((await tell(token)).status).toBe(200);
  expect(await portal.userOf(visitor)).not.toBeNull();
});

test("a session by password is not the provider's to end", async () => {
  const { user } = await portal.signIn();
  const byPassword = await portal.api.fresh.db.operator.session.create({
    data: {
      ...{ id: randomUUID(), userId: user?.id ?? "", method: "password" },
      expiresAt: new Date(Date.now() + 60_000),
    },
  });
  await tell(await portal.provider.sign(claims(), "logout+jwt"));
  const { endedAt } = await portal.api.fresh.db.operator.session.findUniqueOrThrow({ where: { id: byPassword.id } });
  expect(endedAt).toBeNull();
});

test.each<[string, Record<string, unknown>]>([
  ["another issuer", { iss: "https://elsewhere.example" }],
  ["another client", { aud: "another" }],
  ["a nonce, as an ID token has", { nonce: "n" }],
  ["no event", { events: undefined }],
  ["another event", { events: { "https://elsewhere.example/event": {} } }],
  ["neither person nor session", { sub: undefined }],
  ["no time", { iat: undefined }],
  ["an hour ago", { iat: 1_000_000_000 }],
  ["a time that has passed", { exp: 1_000_000_000 }],
])("a token with %s ends nothing", async (_, changed) => {
  const { visitor } = await portal.signIn();
  const answer = await tell(await portal.provider.sign(claims(changed), "logout+jwt"));
  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({ error: "invalid_request" });
  expect(await portal.userOf(visitor)).not.toBeNull();
});

test("nor does one of another key, of our own secret, of no signature, or none at all", async () => {
  const { visitor } = await portal.signIn();
  const { privateKey } = await generateKeyPair("RS256", { extractable: true });
  const { kid = "test" } = { ...(await exportJWK(privateKey)), kid: "test" };
  const secret = new TextEncoder().encode(oidcClient.secret.padEnd(32, "x"));
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const forged = [
    await new SignJWT(claims()).setProtectedHeader({ alg: "RS256", kid }).sign(privateKey),
    await new SignJWT(claims()).setProtectedHeader({ alg: "HS256" }).sign(secret),
    `${part({ alg: "none" })}.${part(claims())}.`,
    "",
    "x".repeat(20_000),
  ];
  const statuses: number[] = [];
  for (const token of forged) statuses.push((await tell(token)).status);
  expect(statuses).toEqual([400, 400, 400, 400, 413]);
  expect(await portal.userOf(visitor)).not.toBeNull();
});

test("while the database is away it says so, and the provider may tell it again", async () => {
  const { visitor } = await portal.signIn();
  const token = await portal.provider.sign(claims(), "logout+jwt");
  await portal.api.withoutDatabase(async () => expect((await tell(token)).status).toBe(503));
  expect((await tell(token)).status).toBe(200);
  expect(await portal.userOf(visitor)).toBeNull();
});

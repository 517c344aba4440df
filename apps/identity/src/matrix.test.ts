import { createHash, randomBytes } from "node:crypto";
import { parseMasterKey } from "@annex/envelope";
import { type FreshDatabase, freshDatabase, listenLocally, seedTenant } from "@annex/testing";
import { decodeJwt } from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { createIdentity, type Identity } from "./create-identity.ts";

/** Every address of identity, and who may ask there. */
const routes = {
  "GET /.well-known/openid-configuration": "anybody",
  "GET /jwks": "anybody",
  "GET /health": "anybody",
  "POST /token": "a client",
} as const;
/** What oidc-provider could serve and we have no use for. */
const absent = [
  "GET /auth",
  "POST /auth",
  "GET /me",
  "POST /me",
  "POST /request",
  "POST /reg",
  "POST /token/introspection",
  "POST /token/revocation",
  "GET /session/end",
  "POST /device/auth",
  "POST /backchannel",
  "GET /interaction/x",
];

const issuer = "http://127.0.0.1:3002";
const answerSchema = z.looseObject({ access_token: z.string().default(""), error: z.string().optional() });
let fresh: FreshDatabase;
let identity: Identity;
let url: string;
const tenants: Record<"acme" | "globex", string> = { acme: "", globex: "" };
const secrets = { acme: "the secret of acme", globex: "the secret of globex" };

beforeAll(async () => {
  fresh = await freshDatabase();
  for (const slug of ["acme", "globex"] as const) {
    tenants[slug] = (await seedTenant(fresh.db, slug)).id;
    const secretHash = createHash("sha256").update(secrets[slug]).digest("base64url");
    const client = { clientId: slug, name: slug, scopes: ["records:read:invoice"], secretHash };
    await fresh.db.operator.apiClient.create({ data: { tenantId: tenants[slug], ...client } });
  }
  const masterKey = parseMasterKey(randomBytes(32).toString("base64"));
  identity = await createIdentity({ issuer, operatorUrl: fresh.operatorUrl, masterKey });
  url = `http://127.0.0.1:${await listenLocally(identity.server)}`;
});
afterAll(async () => {
  await identity.close();
  await fresh.dispose();
});

const basic = (id: string, secret: string) => ({
  authorization: `Basic ${Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString("base64")}`,
});

async function ask(headers: Record<string, string>, more: Record<string, string> = {}) {
  const body = new URLSearchParams({ grant_type: "client_credentials", ...more });
  const response = await fetch(`${url}/token`, { method: "POST", headers, body });
  return { status: response.status, ...answerSchema.parse(await response.json()) };
}

/** What a client that fails could have changed. */
async function rows() {
  const { operator } = fresh.db;
  return [
    await operator.apiClient.findMany({ orderBy: { id: "asc" } }),
    await operator.oidcPayload.findMany(),
    await operator.auditEvent.count(),
  ];
}

test("every address that the metadata tells of has its row here, and the others are not there", async () => {
  const metadata = z
    .record(z.string(), z.unknown())
    .parse(await (await fetch(`${url}/.well-known/openid-configuration`)).json());
  const told = Object.entries(metadata)
    .filter(([name]) => /_endpoint$|_uri$/.test(name))
    .map(([, at]) => new URL(String(at)).pathname);
  const known = new Set(Object.keys(routes).map((route) => route.split(" ")[1]));
  for (const at of told) expect(known, at).toContain(at);
  for (const route of absent) {
    const [method = "", at = ""] = route.split(" ");
    const response = await fetch(`${url}${at}`, { method, redirect: "manual" });
    expect([route, response.status]).toEqual([route, 404]);
  }
});

test.each(Object.entries(routes).filter(([, who]) => who === "anybody"))("%s is for %s", async (route) => {
  const response = await fetch(`${url}${route.split(" ")[1]}`);
  expect(response.status).toBe(200);
  const text = await response.text();
  for (const word of ["secret of", '"d"', '"p"', tenants.acme, "acme"]) expect(text).not.toContain(word);
});

describe("POST /token gives nothing, and writes nothing,", () => {
  const jwt = (header: object, claims: object) =>
    `${[header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString("base64url")).join(".")}.`;
  const unsigned = jwt({ alg: "none" }, { iss: "acme", sub: "acme", aud: issuer, jti: "x", exp: 4_102_444_800 });
  const assertion = { client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer" };

  test.each<[string, Record<string, string>, Record<string, string>, string]>([
    ["without a client", {}, {}, "invalid_request"],
    ["to a client without its secret", {}, { client_id: "acme" }, "invalid_client"],
    ["to an unknown client", basic("nobody", "x"), {}, "invalid_client"],
    ["with a wrong secret", basic("acme", "x"), {}, "invalid_client"],
    ["with another tenant's secret", basic("acme", secrets.globex), {}, "invalid_client"],
    ["for an unsigned assertion", {}, { ...assertion, client_assertion: unsigned }, "invalid_client"],
    [
      "to an assertion of a client with a secret",
      {},
      { ...assertion, client_assertion: `${unsigned}AAAA` },
      "invalid_client",
    ],
    ["for another audience", basic("acme", secrets.acme), { resource: "https://elsewhere.example/" }, "invalid_target"],
    ["for a scope that it lacks", basic("acme", secrets.acme), { scope: "records:write" }, "invalid_scope"],
    ["for another kind of grant", basic("acme", secrets.acme), { grant_type: "password" }, "unsupported_grant_type"],
    [
      "for a code",
      basic("acme", secrets.acme),
      { grant_type: "authorization_code", code: "x" },
      "unsupported_grant_type",
    ],
  ])("%s", async (_, headers, more, error) => {
    const before = await rows();
    const answer = await ask(headers, more);
    expect([answer.error, answer.access_token]).toEqual([error, ""]);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(await rows()).toEqual(before);
  });

  test("to an unknown client in other words than to a known one", async () => {
    const [unknown, known] = [await ask(basic("nobody", "x")), await ask(basic("acme", "x"))];
    expect(unknown).toEqual(known);
  });

  test("in another tenant's name, whatever the request says", async () => {
    const wanted = { tenant_id: tenants.acme, client_id: "globex", sub: "acme" };
    const { access_token } = await ask(basic("globex", secrets.globex), wanted);
    expect(decodeJwt(access_token)).toMatchObject({ tenant_id: tenants.globex, client_id: "globex", sub: "globex" });
  });
});

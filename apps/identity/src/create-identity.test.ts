import { createHash, randomBytes, randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { mostHops, platformAudience } from "@annex/contract";
import { listSigningKeys, rotateSigningKey, withdrawSigningKey } from "@annex/control-plane";
import { callSecretTag, makeCallSecret, parseMasterKey } from "@annex/envelope";
import { createTokenVerifier } from "@annex/invocation";
import { type FreshDatabase, freshDatabase, seedTenant, startDatabaseProxy } from "@annex/testing";
import {
  createRemoteJWKSet,
  decodeJwt,
  decodeProtectedHeader,
  exportJWK,
  generateKeyPair,
  jwtVerify,
  SignJWT,
} from "jose";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { createIdentity, type Identity } from "./create-identity.ts";

const answerSchema = z.object({
  access_token: z.string().default(""),
  token_type: z.string().optional(),
  expires_in: z.number().optional(),
  scope: z.string().optional(),
  error: z.string().optional(),
});
const issuer = "http://127.0.0.1:3002";
const secret = randomBytes(32).toString("base64url");
const masterKey = parseMasterKey(randomBytes(32).toString("base64"));
let fresh: FreshDatabase;
let identity: Identity;
let url: string;
let tenantId: string;

async function listen(service: Identity): Promise<string> {
  await new Promise<void>((done) => service.server.listen(0, "127.0.0.1", done));
  const address = service.server.address();
  return `http://127.0.0.1:${address && typeof address === "object" ? address.port : 0}`;
}

beforeAll(async () => {
  fresh = await freshDatabase();
  tenantId = (await seedTenant(fresh.db, "acme")).id;
  const secretHash = createHash("sha256").update(secret).digest("base64url");
  const scopes = ["invocations:write", "records:read"];
  await fresh.db.operator.apiClient.create({
    data: { tenantId, clientId: "acme-backend", secretHash, name: "backend", scopes },
  });
  identity = await createIdentity({ issuer, operatorUrl: fresh.operatorUrl, masterKey });
  url = await listen(identity);
});
afterAll(async () => {
  await identity.close();
  await fresh.dispose();
});

const operator = () => ({
  ...{ db: fresh.db, masterKey, principal: { actor: "user:operator@annex.example" } },
  jobs: { send: async () => undefined, close: async () => undefined },
});

async function ask(parameters: Record<string, string> = {}, password = secret, client = "acme-backend") {
  const response = await fetch(`${url}/token`, {
    method: "POST",
    headers: { authorization: `Basic ${Buffer.from(`${client}:${password}`).toString("base64")}` },
    body: new URLSearchParams({ grant_type: "client_credentials", ...parameters }),
  });
  return { status: response.status, body: answerSchema.parse(await response.json()) };
}

describe("client credentials", () => {
  test("give an access token of RFC 9068 that names tenant, client and audience", async () => {
    const { status, body } = await ask();
    expect([status, body.token_type, body.expires_in]).toEqual([200, "Bearer", 300]);
    const keys = createRemoteJWKSet(new URL(`${url}/jwks`));
    const { payload } = await jwtVerify(body.access_token, keys, {
      issuer,
      audience: platformAudience,
      typ: "at+jwt",
      algorithms: ["RS256"],
    });
    expect(payload).toMatchObject({
      client_id: "acme-backend",
      tenant_id: tenantId,
      scope: "invocations:write records:read",
    });
  });

  test("give fewer scopes when fewer are asked for, and none that the client lacks", async () => {
    expect((await ask({ scope: "records:read" })).body.scope).toBe("records:read");
    expect((await ask({ scope: "records:write" })).body.error).toBe("invalid_scope");
  });

  test("are refused with a wrong secret, the secret's hash, and an unknown client alike", async () => {
    const hash = createHash("sha256").update(secret).digest("base64url");
    for (const answer of [await ask({}, "wrong"), await ask({}, hash), await ask({}, secret, "nobody")]) {
      expect([answer.status, answer.body.error]).toEqual([401, "invalid_client"]);
    }
  });

  test("are refused for another audience", async () => {
    expect((await ask({ resource: "https://elsewhere.example/" })).body.error).toBe("invalid_target");
  });

  test("are given for a rotated secret and, until its overlap ends, for the one before it", async () => {
    const { operator } = fresh.db;
    const where = { clientId: "acme-backend" };
    const before = await operator.apiClient.findUniqueOrThrow({ where });
    const rotated = randomBytes(32).toString("base64url");
    const secretHash = createHash("sha256").update(rotated).digest("base64url");
    const previousSecretUntil = new Date(Date.now() + 60_000);
    const previousSecretHash = before.secretHash;
    await operator.apiClient.update({ where, data: { secretHash, previousSecretHash, previousSecretUntil } });
    expect((await ask({}, rotated)).status).toBe(200);
    expect((await ask({}, secret)).status).toBe(200);
    expect((await ask({}, `${secretHash} ${previousSecretHash}`)).status).toBe(401);
    const during = await operator.apiClient.findUniqueOrThrow({ where });
    expect(during.secretChangedAt).toEqual(before.secretChangedAt);
    await operator.apiClient.update({ where, data: { previousSecretUntil: new Date(Date.now() - 1) } });
    expect((await ask({}, rotated)).status).toBe(200);
    expect((await ask({}, secret)).status).toBe(401);
    await operator.apiClient.update({
      where,
      data: { secretHash: before.secretHash, previousSecretHash: null, previousSecretUntil: null },
    });
    const { secretChangedAt } = await operator.apiClient.findUniqueOrThrow({ where });
    expect(secretChangedAt).not.toBeNull();
  });

  test("are refused as soon as the client is revoked", async () => {
    await fresh.db.operator.apiClient.update({ where: { clientId: "acme-backend" }, data: { revokedAt: new Date() } });
    expect((await ask()).status).toBe(401);
    await fresh.db.operator.apiClient.update({ where: { clientId: "acme-backend" }, data: { revokedAt: null } });
  });
});

test("a second node signs with the same key", async () => {
  const second = await createIdentity({ issuer, operatorUrl: fresh.operatorUrl, masterKey });
  const secondUrl = await listen(second);
  expect(await (await fetch(`${secondUrl}/jwks`)).json()).toEqual(await (await fetch(`${url}/jwks`)).json());
  await second.close();
});

const jwksSchema = z.object({ keys: z.array(z.looseObject({ kid: z.string() })) });
const published = async (at = url) => jwksSchema.parse(await (await fetch(`${at}/jwks`)).json()).keys;
const kidOf = (token: string) => decodeProtectedHeader(token).kid;

describe("signing keys", () => {
  test("are published before they sign and after: a verifier with a warm cache never refuses a token", async () => {
    const second = await createIdentity({ issuer, operatorUrl: fresh.operatorUrl, masterKey });
    const secondUrl = await listen(second);
    const verifier = createTokenVerifier({ issuer, jwksUrl: `${url}/jwks` });
    const verify = (token: string) => verifier.verify(`Bearer ${token}`);
    const before = (await ask()).body.access_token;
    await verify(before);
    const [current, next] = await listSigningKeys(operator());
    expect([current?.state, next?.state]).toEqual(["current", "next"]);
    expect(kidOf(before)).toBe(current?.kid);
    expect((await published()).map(({ kid }) => kid).sort()).toEqual([current?.kid, next?.kid].sort());
    await rotateSigningKey(operator());
    const after = await vi.waitFor(async () => {
      const token = (await ask()).body.access_token;
      expect(kidOf(token)).toBe(next?.kid);
      return token;
    }, 10_000);
    await vi.waitFor(async () => expect(await published(secondUrl)).toHaveLength(3), 10_000);
    await verify(after);
    await verify(before);
    await createTokenVerifier({ issuer, jwksUrl: `${url}/jwks` }).verify(`Bearer ${before}`);
    expect((await listSigningKeys(operator())).map(({ state }) => state)).toEqual(["current", "previous", "next"]);
    await second.close();
  });

  test("change by themselves when they are due, once however many nodes look, and the oldest goes", async () => {
    const changes = () => fresh.db.operator.auditEvent.count({ where: { action: "rotateSigningKey" } });
    const before = await changes();
    const [current] = await listSigningKeys(operator());
    const retired = new Date(Date.now() - 1000);
    await fresh.db.operator.signingKey.updateMany({
      where: { retiredAt: { not: null } },
      data: { retiredAt: retired },
    });
    const old = new Date(Date.now() - 3_600_000);
    await fresh.db.operator.signingKey.updateMany({ where: { kid: current?.kid ?? "" }, data: { activatedAt: old } });
    const due = { issuer, operatorUrl: fresh.operatorUrl, masterKey, rotateAfterMs: 1_800_000, lookEveryMs: 50 };
    const nodes = [await createIdentity(due), await createIdentity(due)];
    await vi.waitFor(async () => {
      const states = (await listSigningKeys(operator())).map(({ state, kid }) => `${state} ${kid === current?.kid}`);
      expect(states.sort()).toEqual(["current false", "next false", "previous true"]);
    }, 10_000);
    await delay(300); // several looks of both nodes: what is not due does not change again
    expect(await changes()).toBe(before + 1);
    for (const node of nodes) await node.close();
  });

  test("that others may know are withdrawn: published no more at once, and the next one signs", async () => {
    const before = (await ask()).body.access_token;
    const { kid = "" } = decodeProtectedHeader(before);
    const kids = (await withdrawSigningKey(operator(), { kid })).map((key) => key.kid);
    expect(kids).not.toContain(kid);
    await vi.waitFor(async () => expect((await published()).map((key) => key.kid)).toEqual(kids));
    const after = decodeProtectedHeader((await ask()).body.access_token).kid;
    expect(after).toBe(kids[0]);
    await expect(createTokenVerifier({ issuer, jwksUrl: `${url}/jwks` }).verify(`Bearer ${before}`)).rejects.toThrow();
    await expect(withdrawSigningKey(operator(), { kid })).rejects.toMatchObject({ code: "not_found" });
    const next = kids[1] ?? "";
    const now = await withdrawSigningKey(operator(), { kid: next });
    expect(now.map(({ state }) => state).sort()).toEqual(["current", "next"]);
    expect(now.map((key) => key.kid)).not.toContain(next);
  });

  test("are sealed at rest, and their public parts alone are published", async () => {
    const rows = await fresh.db.operator.signingKey.findMany();
    for (const { ciphertext } of rows) expect(Buffer.from(ciphertext).toString("latin1")).not.toContain('"d"');
    for (const key of await published()) expect(Object.keys(key)).not.toContain("d");
  });
});

describe("a name that no client can have, for it holds U+0000, is the caller's mistake", () => {
  const given = { grant_type: "client_credentials", client_id: "a\u0000b", client_secret: "x" };

  test("in the body", async () => {
    const response = await fetch(`${url}/token`, { method: "POST", body: new URLSearchParams(given) });
    expect([response.status, answerSchema.parse(await response.json()).error]).toEqual([400, "invalid_request"]);
  });

  test("in an assertion", async () => {
    const client_assertion = await new SignJWT({ sub: given.client_id })
      .setProtectedHeader({ alg: "HS256" })
      .sign(randomBytes(32));
    const client_assertion_type = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    const body = new URLSearchParams({ grant_type: given.grant_type, client_assertion_type, client_assertion });
    const response = await fetch(`${url}/token`, { method: "POST", body });
    expect([response.status, answerSchema.parse(await response.json()).error]).toEqual([400, "invalid_request"]);
  });
});

describe("narrow scopes", () => {
  const scopesOf = async (scopes: string[], scope?: string) => {
    const where = { clientId: "acme-backend" };
    const before = await fresh.db.operator.apiClient.findUniqueOrThrow({ where });
    await fresh.db.operator.apiClient.update({ where, data: { scopes } });
    const { body } = await ask(scope === undefined ? {} : { scope });
    await fresh.db.operator.apiClient.update({ where, data: { scopes: before.scopes } });
    return body.error ?? body.scope;
  };

  test.each([
    [
      ["invoke:point:invoice.submitted", "records:read:invoice"],
      undefined,
      "invoke:point:invoice.submitted records:read:invoice",
    ],
    [["invocations:write"], "invoke:function:score", "invoke:function:score"],
    [["invoke:point:invoice.*"], "invoke:point:invoice.paid", "invoke:point:invoice.paid"],
    [["invoke:point:invoice.*"], "invoke:point:*", "invalid_scope"],
    [["invoke:point:invoice.submitted"], "invocations:write", "invalid_scope"],
    [["records:read"], "records:write:invoice", "invalid_scope"],
    [["records:read"], "openid", "invalid_scope"],
    [["records:read"], "records:read nonsense", "invalid_scope"],
  ])("of a client with %j that asks for %j: %s", async (granted, asked, answer) => {
    expect(await scopesOf(granted, asked)).toBe(answer);
  });
});

describe("a client that signs (private_key_jwt)", () => {
  const claims = (more: Record<string, unknown> = {}) => ({
    ...{ iss: "signer", sub: "signer", aud: issuer, jti: randomUUID() },
    ...more,
  });

  async function newKey(kid: string) {
    const { privateKey, publicKey } = await generateKeyPair("ES256", { extractable: true });
    return { kid, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg: "ES256" } };
  }
  type Key = Awaited<ReturnType<typeof newKey>>;

  async function assertion({ privateKey, kid }: Key, more: Record<string, unknown> = {}) {
    const jwt = new SignJWT(claims(more)).setProtectedHeader({ alg: "ES256", kid }).setIssuedAt();
    return (more.exp === undefined ? jwt.setExpirationTime("1 minute") : jwt).sign(privateKey);
  }
  const askWith = async (signed: string, more: Record<string, string> = {}) => {
    const client_assertion_type = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    const body = new URLSearchParams({
      ...{ grant_type: "client_credentials", client_assertion_type, client_assertion: signed, ...more },
    });
    const response = await fetch(`${url}/token`, { method: "POST", body });
    return answerSchema.parse(await response.json());
  };
  const keep = (publicKeys: { jwk: object; until: string | null }[]) =>
    fresh.db.operator.apiClient.update({
      where: { clientId: "signer" },
      data: { publicKeys: JSON.parse(JSON.stringify(publicKeys)) },
    });

  let key: Key;
  beforeAll(async () => {
    key = await newKey("one");
    const publicKeys = [{ jwk: JSON.parse(JSON.stringify(key.jwk)), until: null }];
    await fresh.db.operator.apiClient.create({
      data: { tenantId, clientId: "signer", secretHash: "none", name: "signer", scopes: ["records:read"], publicKeys },
    });
  });

  test("gets a token for its own assertion, once", async () => {
    const signed = await assertion(key);
    const { access_token } = await askWith(signed);
    expect(decodeJwt(access_token)).toMatchObject({ client_id: "signer", tenant_id: tenantId, scope: "records:read" });
    expect((await askWith(signed)).error).toBe("invalid_client");
  });

  test("is refused with another key, an expired or foreign assertion, and with a secret", async () => {
    const stranger = await newKey("one");
    const hour = Math.floor(Date.now() / 1000) - 3600;
    for (const signed of [
      await assertion(stranger),
      await assertion(key, { exp: hour }),
      await assertion(key, { aud: "https://elsewhere.example" }),
      await assertion(key, { iss: "acme-backend", sub: "acme-backend" }),
      `${await assertion(key)}x`,
    ])
      expect((await askWith(signed)).error).toBe("invalid_client");
    expect((await ask({}, "none", "signer")).body.error).toBe("invalid_client");
  });

  test("changes its key with an overlap, after which the old one is refused", async () => {
    const second = await newKey("two");
    const until = new Date(Date.now() + 60_000).toISOString();
    await keep([
      { jwk: second.jwk, until: null },
      { jwk: key.jwk, until },
    ]);
    expect((await askWith(await assertion(second))).error).toBeUndefined();
    expect((await askWith(await assertion(key))).error).toBeUndefined();
    await keep([
      { jwk: second.jwk, until: null },
      { jwk: key.jwk, until: new Date(Date.now() - 1000).toISOString() },
    ]);
    expect((await askWith(await assertion(second))).error).toBeUndefined();
    expect((await askWith(await assertion(key))).error).toBe("invalid_client");
  });
});

describe("failed authentications", () => {
  test("of a client from an address end in a pause that is told, and nobody else waits", async () => {
    await fresh.db.operator.signInTry.deleteMany();
    for (let n = 0; n < 20; n += 1) expect((await ask({}, "wrong", "guessed")).status).toBe(401);
    const headers = { authorization: `Basic ${Buffer.from("guessed:wrong").toString("base64")}` };
    const body = new URLSearchParams({ grant_type: "client_credentials" });
    const response = await fetch(`${url}/token`, { method: "POST", headers, body });
    expect(response.status).toBe(429);
    expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(50);
    expect(answerSchema.parse(await response.json()).error).toBe("temporarily_unavailable");
    expect((await ask()).status).toBe(200);
  });

  describe("are counted for the client, however it is named:", () => {
    const inBody = (fields: Record<string, string>) => async () => {
      const body = new URLSearchParams({ grant_type: "client_credentials", ...fields });
      const response = await fetch(`${url}/token`, { method: "POST", body });
      return { response, error: answerSchema.parse(await response.json()).error };
    };
    const signedBy = (claims: object) =>
      new SignJWT({ iss: "guessed", aud: issuer, ...claims })
        .setProtectedHeader({ alg: "HS256" })
        .setExpirationTime("1 minute")
        .sign(randomBytes(32));
    const byAssertion = (claims: object) => async () => {
      const client_assertion_type = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
      return inBody({ client_assertion_type, client_assertion: await signedBy(claims) })();
    };
    const escaped = async () => {
      const headers = { authorization: `Basic ${Buffer.from("%67uessed:wrong").toString("base64")}` };
      const body = new URLSearchParams({ grant_type: "client_credentials" });
      const response = await fetch(`${url}/token`, { method: "POST", headers, body });
      return { response, error: answerSchema.parse(await response.json()).error };
    };

    test.each([
      ["in the body (client_secret_post)", inBody({ client_id: "guessed", client_secret: "wrong" })],
      ["by an assertion (private_key_jwt)", byAssertion({ sub: "guessed" })],
      ["by HTTP Basic, with escapes", escaped],
    ])("%s", async (_, guess) => {
      await fresh.db.operator.signInTry.deleteMany();
      const already = { tries: 19, triedAt: new Date() };
      const first = await guess();
      expect([first.response.status, first.error]).toEqual([401, "invalid_client"]);
      const [row] = await fresh.db.operator.signInTry.findMany({ where: { key: { startsWith: "client:guessed@" } } });
      expect(row?.tries).toBe(1);
      await fresh.db.operator.signInTry.update({ where: { key: row?.key ?? "" }, data: already });
      expect((await guess()).response.status).toBe(401);
      const { response, error } = await guess();
      expect([response.status, error]).toEqual([429, "temporarily_unavailable"]);
      expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(50);
      expect((await ask()).status).toBe(200);
    });

    test("a claim that is no name counts for the address alone", async () => {
      await fresh.db.operator.signInTry.deleteMany();
      expect((await byAssertion({ sub: 1 })()).response.status).toBe(401);
      const tries = await fresh.db.operator.signInTry.findMany();
      expect(tries.map(({ key }) => key.split(":")[0])).toEqual(["clients-of"]);
    });
  });

  test("of an address, whatever the client, end in a pause as well; a success is never counted", async () => {
    await fresh.db.operator.signInTry.deleteMany();
    for (let n = 0; n < 3; n += 1) await ask();
    expect(await fresh.db.operator.signInTry.count()).toBe(0);
    await ask({}, "wrong", "another");
    const [row] = await fresh.db.operator.signInTry.findMany({ where: { key: { startsWith: "clients-of:" } } });
    expect(row?.tries).toBe(1);
    const data = { tries: 99, triedAt: new Date() };
    await fresh.db.operator.signInTry.update({ where: { key: row?.key ?? "" }, data });
    expect((await ask({}, "wrong", "another")).status).toBe(401);
    expect((await ask()).status).toBe(429);
    await fresh.db.operator.signInTry.deleteMany();
  });
});

describe("a secret of a function's call", () => {
  const hashOf = (text: string) => createHash("sha256").update(text).digest("base64url");
  const inSeconds = (seconds: number) => Math.floor(Date.now() / 1000) + seconds;
  const tag = callSecretTag(masterKey, "acme-backend", hashOf(secret));

  test("gives a token that says how deep its calls are, and lives no longer than the secret", async () => {
    const { status, body } = await ask({}, makeCallSecret(masterKey, { tag, hops: 3, expiresAt: inSeconds(100) }));
    const claims = decodeJwt(body.access_token);
    expect([status, claims.annex_hops, claims.tenant_id]).toEqual([200, 3, tenantId]);
    expect((claims.exp ?? 0) - (claims.iat ?? 0)).toBeLessThanOrEqual(100);
  });

  test("gives a token that calls nothing any more once its time is over", async () => {
    const { status, body } = await ask({}, makeCallSecret(masterKey, { tag, hops: 1, expiresAt: inSeconds(-1) }));
    expect([status, decodeJwt(body.access_token).annex_hops]).toEqual([200, mostHops]);
  });

  test("is good for its client alone, and as it was made", async () => {
    const expiresAt = inSeconds(100);
    const text = makeCallSecret(masterKey, { tag, hops: 3, expiresAt });
    const another = parseMasterKey(randomBytes(32).toString("base64"));
    const wrong = [
      tag,
      text.replace(".3.", ".1."),
      makeCallSecret(another, { tag, hops: 1, expiresAt }),
      makeCallSecret(masterKey, {
        ...{ tag: callSecretTag(masterKey, "globex", hashOf(secret)), hops: 1, expiresAt },
      }),
      makeCallSecret(masterKey, {
        ...{ tag: callSecretTag(masterKey, "acme-backend", hashOf("old")), hops: 1, expiresAt },
      }),
    ];
    for (const each of wrong) expect((await ask({}, each)).body.error).toBe("invalid_client");
  });

  test("leaves the tokens of the client's own secret without a count", async () => {
    expect(decodeJwt((await ask()).body.access_token)).not.toHaveProperty("annex_hops");
  });
});

test("while the database is away a client is asked to come again, keys and metadata are served, and it goes on after", async () => {
  const proxy = await startDatabaseProxy(fresh.operatorUrl);
  const another = await createIdentity({ issuer, operatorUrl: proxy.url, masterKey });
  const at = await listen(another);
  const get = (authorization?: string) =>
    fetch(`${at}/token`, {
      method: "POST",
      headers: authorization === undefined ? {} : { authorization },
      body: new URLSearchParams({
        grant_type: "client_credentials",
        ...(authorization === undefined ? { client_id: "acme-backend", client_secret: secret } : {}),
      }),
    });
  const basic = `Basic ${Buffer.from(`acme-backend:${secret}`).toString("base64")}`;
  expect((await get(basic)).status).toBe(200);
  proxy.cut();
  for (const authorization of [basic, undefined]) {
    const refused = await get(authorization);
    expect([refused.status, refused.headers.get("retry-after"), await refused.json()]).toEqual([
      503,
      "2",
      expect.objectContaining({ error: "temporarily_unavailable" }),
    ]);
  }
  for (const path of ["jwks", ".well-known/openid-configuration"])
    expect((await fetch(`${at}/${path}`)).status).toBe(200);
  proxy.restore();
  expect((await get(basic)).status).toBe(200);
  await another.close();
  await proxy.close();
});

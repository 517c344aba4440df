import { randomUUID } from "node:crypto";
import { request } from "node:http";
import { decodeJwt, exportJWK, generateKeyPair, SignJWT } from "jose";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { assertionType, startIdentity, type TestIdentity } from "../test/start-identity.ts";

const issuer = "https://identity.acme.example";
const answerSchema = z.looseObject({ access_token: z.string().optional(), error: z.string().optional() });

async function newKey(kid: string) {
  const { privateKey, publicKey } = await generateKeyPair("ES256", { extractable: true });
  const jwk = JSON.parse(JSON.stringify({ ...(await exportJWK(publicKey)), kid, alg: "ES256" }));
  return { kid, privateKey, jwk };
}
type Key = Awaited<ReturnType<typeof newKey>>;

let identity: TestIdentity;
/** Of the client `signer`. */
let key: Key;
beforeAll(async () => {
  identity = await startIdentity({ issuer, lookEveryMs: 200 });
  key = await newKey("one");
  const client = { tenantId: identity.tenantId, clientId: "signer", secretHash: "none", name: "signer" };
  const publicKeys = [{ jwk: key.jwk, until: null }];
  await identity.fresh.db.operator.apiClient.create({ data: { ...client, scopes: ["records:read"], publicKeys } });
});
afterAll(() => identity.close());
/** Each test may fail often: that ends in a pause. */
beforeEach(async () => void (await identity.fresh.db.operator.signInTry.deleteMany()));

interface Asked {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

/** Not `fetch`: it lets nobody choose the Host header, and an attacker can. */
function send({ method = "GET", path, headers = {}, body }: Asked): Promise<z.infer<typeof answerSchema>> {
  return new Promise((done, fail) => {
    const sent = request(new URL(path, identity.url), { method, headers }, async (response) => {
      let text = "";
      for await (const chunk of response) text += String(chunk);
      done(answerSchema.parse(JSON.parse(text)));
    });
    sent.once("error", fail);
    sent.end(body);
  });
}

async function assertion(more: Record<string, unknown> = {}, { kid, privateKey }: Key = key): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  const claims = { iss: "signer", sub: "signer", aud: issuer, jti: randomUUID(), iat: now, exp: now + 60, ...more };
  return new SignJWT(claims).setProtectedHeader({ alg: "ES256", kid }).sign(privateKey);
}

function askWith(signed: string, headers: Record<string, string> = {}) {
  const fields = { client_assertion_type: assertionType, client_assertion: signed };
  const body = new URLSearchParams({ grant_type: "client_credentials", ...fields }).toString();
  const type = { "content-type": "application/x-www-form-urlencoded" };
  return send({ method: "POST", path: "/token", headers: { ...type, ...headers }, body });
}

describe("an assertion (private_key_jwt)", () => {
  test.each([issuer, `${issuer}/token`])("for %s is ours", async (aud) => {
    expect(await askWith(await assertion({ aud }))).toHaveProperty("access_token");
  });

  test("that a client made for another server is refused, whatever name the request calls us by", async () => {
    const aud = "http://other.example/token";
    expect(await askWith(await assertion({ aud }), { host: "other.example" })).toMatchObject({
      error: "invalid_client",
    });
    const forwarded = { "x-forwarded-host": "other.example", "x-forwarded-proto": "http" };
    expect(await askWith(await assertion({ aud }), forwarded)).toMatchObject({ error: "invalid_client" });
  });

  test("is good once, also where it is sent many times at the same moment", async () => {
    const signed = await assertion();
    const answers = await Promise.all(Array.from({ length: 12 }, () => askWith(signed)));
    expect(answers.filter(({ access_token }) => access_token !== undefined)).toHaveLength(1);
    expect(new Set(answers.map(({ error }) => error))).toEqual(new Set([undefined, "invalid_client"]));
  });

  test.each([3700, 1e12])(
    "that lives for %d seconds is refused: it would be remembered for as long",
    async (seconds) => {
      const exp = Math.floor(Date.now() / 1000) + seconds;
      expect(await askWith(await assertion({ exp }))).toMatchObject({ error: "invalid_client" });
    },
  );

  test("is forgotten once it has expired", async () => {
    await askWith(await assertion({ jti: "soon over" }));
    const { oidcPayload } = identity.fresh.db.operator;
    expect(await oidcPayload.count()).toBeGreaterThan(0);
    await oidcPayload.updateMany({ data: { expiresAt: new Date(Date.now() - 60_000) } });
    await vi.waitFor(async () => expect(await oidcPayload.count()).toBe(0), { timeout: 5000 });
  });
});

describe("a client that signs (private_key_jwt)", () => {
  const keep = (publicKeys: { jwk: object; until: string | null }[]) =>
    identity.fresh.db.operator.apiClient.update({
      where: { clientId: "signer" },
      data: { publicKeys: JSON.parse(JSON.stringify(publicKeys)) },
    });

  test("gets a token for its own assertion, once", async () => {
    const signed = await assertion();
    const { access_token = "" } = await askWith(signed);
    const { tenantId } = identity;
    expect(decodeJwt(access_token)).toMatchObject({ client_id: "signer", tenant_id: tenantId, scope: "records:read" });
    expect((await askWith(signed)).error).toBe("invalid_client");
  });

  test("is refused with another key, an expired or foreign assertion, and with a secret", async () => {
    const stranger = await newKey("one");
    const anHourAgo = Math.floor(Date.now() / 1000) - 3600;
    for (const signed of [
      await assertion({}, stranger),
      await assertion({ exp: anHourAgo }),
      await assertion({ aud: "https://elsewhere.example" }),
      await assertion({ iss: "acme-backend", sub: "acme-backend" }),
      `${await assertion()}x`,
    ])
      expect((await askWith(signed)).error).toBe("invalid_client");
    expect((await identity.ask({}, { id: "signer", secret: "none" })).error).toBe("invalid_client");
  });

  test("changes its key with an overlap, after which the old one is refused", async () => {
    const second = await newKey("two");
    const until = new Date(Date.now() + 60_000).toISOString();
    await keep([
      { jwk: second.jwk, until: null },
      { jwk: key.jwk, until },
    ]);
    expect((await askWith(await assertion({}, second))).error).toBeUndefined();
    expect((await askWith(await assertion())).error).toBeUndefined();
    await keep([
      { jwk: second.jwk, until: null },
      { jwk: key.jwk, until: new Date(Date.now() - 1000).toISOString() },
    ]);
    expect((await askWith(await assertion({}, second))).error).toBeUndefined();
    expect((await askWith(await assertion())).error).toBe("invalid_client");
  });
});

test("the metadata tells the issuer's own addresses, whatever name the request calls us by", async () => {
  const path = "/.well-known/openid-configuration";
  const headers = { host: "other.example", "x-forwarded-host": "other.example", "x-forwarded-proto": "http" };
  expect(await send({ path, headers })).toMatchObject({
    issuer,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/jwks`,
  });
});

import { randomBytes, randomUUID } from "node:crypto";
import { request } from "node:http";
import { parseMasterKey } from "@annex/envelope";
import { type FreshDatabase, freshDatabase, seedTenant } from "@annex/testing";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { createIdentity, type Identity } from "./create-identity.ts";

const issuer = "https://identity.acme.example";
const answerSchema = z.looseObject({ access_token: z.string().optional(), error: z.string().optional() });
let fresh: FreshDatabase;
let identity: Identity;
let port: number;
let privateKey: Awaited<ReturnType<typeof generateKeyPair>>["privateKey"];

beforeAll(async () => {
  fresh = await freshDatabase();
  const { id: tenantId } = await seedTenant(fresh.db, "acme");
  const pair = await generateKeyPair("ES256", { extractable: true });
  privateKey = pair.privateKey;
  const jwk = { ...(await exportJWK(pair.publicKey)), kid: "one", alg: "ES256" };
  const publicKeys = JSON.parse(JSON.stringify([{ jwk, until: null }]));
  const client = { tenantId, clientId: "signer", secretHash: "none", name: "signer", scopes: ["records:read"] };
  await fresh.db.operator.apiClient.create({ data: { ...client, publicKeys } });
  const masterKey = parseMasterKey(randomBytes(32).toString("base64"));
  identity = await createIdentity({ issuer, operatorUrl: fresh.operatorUrl, masterKey, lookEveryMs: 200 });
  await new Promise<void>((done) => identity.server.listen(0, "127.0.0.1", done));
  const address = identity.server.address();
  port = address && typeof address === "object" ? address.port : 0;
});
afterAll(async () => {
  await identity.close();
  await fresh.dispose();
});

interface Asked {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

/** Not `fetch`: it lets nobody choose the Host header, and an attacker can. */
function send({ method = "GET", path, headers = {}, body }: Asked): Promise<z.infer<typeof answerSchema>> {
  return new Promise((done, fail) => {
    const sent = request({ host: "127.0.0.1", port, method, path, headers }, async (response) => {
      let text = "";
      for await (const chunk of response) text += String(chunk);
      done(answerSchema.parse(JSON.parse(text)));
    });
    sent.once("error", fail);
    sent.end(body);
  });
}

async function assertion(more: Record<string, unknown> = {}): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  const claims = { iss: "signer", sub: "signer", aud: issuer, jti: randomUUID(), exp: now + 60, ...more };
  return new SignJWT(claims).setProtectedHeader({ alg: "ES256", kid: "one" }).sign(privateKey);
}

function askWith(signed: string, headers: Record<string, string> = {}) {
  const client_assertion_type = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
  const fields = { grant_type: "client_credentials", client_assertion_type, client_assertion: signed };
  const body = new URLSearchParams(fields).toString();
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
    const { oidcPayload } = fresh.db.operator;
    expect(await oidcPayload.count()).toBeGreaterThan(0);
    await oidcPayload.updateMany({ data: { expiresAt: new Date(Date.now() - 60_000) } });
    await vi.waitFor(async () => expect(await oidcPayload.count()).toBe(0), { timeout: 5000 });
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

import { createHash, randomBytes } from "node:crypto";
import { platformAudience } from "@annex/contract";
import { parseMasterKey } from "@annex/envelope";
import { type FreshDatabase, freshDatabase, seedTenant } from "@annex/testing";
import { createRemoteJWKSet, jwtVerify } from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
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

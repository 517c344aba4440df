import { randomBytes } from "node:crypto";
import { platformAudience } from "@annex/contract";
import { startDatabaseProxy } from "@annex/testing";
import { createRemoteJWKSet, jwtVerify, SignJWT } from "jose";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { assertionType, hashOf, issuer, startIdentity, type TestIdentity } from "../test/start-identity.ts";

let identity: TestIdentity;
beforeAll(async () => {
  identity = await startIdentity();
});
afterAll(() => identity.close());

describe("client credentials", () => {
  test("give an access token of RFC 9068 that names tenant, client and audience", async () => {
    const { status, token_type, expires_in, access_token } = await identity.ask();
    expect([status, token_type, expires_in]).toEqual([200, "Bearer", 300]);
    const keys = createRemoteJWKSet(new URL(`${identity.url}/jwks`));
    const { payload } = await jwtVerify(access_token, keys, {
      issuer,
      audience: platformAudience,
      typ: "at+jwt",
      algorithms: ["RS256"],
    });
    expect(payload).toMatchObject({
      client_id: "acme-backend",
      tenant_id: identity.tenantId,
      scope: "invocations:write records:read",
    });
  });

  test("give fewer scopes when fewer are asked for, and none that the client lacks", async () => {
    expect((await identity.ask({ scope: "records:read" })).scope).toBe("records:read");
    expect((await identity.ask({ scope: "records:write" })).error).toBe("invalid_scope");
  });

  test("are refused with a wrong secret, the secret's hash, and an unknown client alike", async () => {
    const hash = hashOf(identity.secret);
    for (const client of [{ secret: "wrong" }, { secret: hash }, { id: "nobody" }]) {
      const { status, error } = await identity.ask({}, client);
      expect([status, error]).toEqual([401, "invalid_client"]);
    }
  });

  test("are refused for another audience", async () => {
    expect((await identity.ask({ resource: "https://elsewhere.example/" })).error).toBe("invalid_target");
  });

  test("are given for a rotated secret and, until its overlap ends, for the one before it", async () => {
    const { operator } = identity.fresh.db;
    const where = { clientId: "acme-backend" };
    const before = await operator.apiClient.findUniqueOrThrow({ where });
    const rotated = randomBytes(32).toString("base64url");
    const secretHash = hashOf(rotated);
    const previousSecretUntil = new Date(Date.now() + 60_000);
    const previousSecretHash = before.secretHash;
    await operator.apiClient.update({ where, data: { secretHash, previousSecretHash, previousSecretUntil } });
    expect((await identity.ask({}, { secret: rotated })).status).toBe(200);
    expect((await identity.ask()).status).toBe(200);
    expect((await identity.ask({}, { secret: `${secretHash} ${previousSecretHash}` })).status).toBe(401);
    const during = await operator.apiClient.findUniqueOrThrow({ where });
    expect(during.secretChangedAt).toEqual(before.secretChangedAt);
    await operator.apiClient.update({ where, data: { previousSecretUntil: new Date(Date.now() - 1) } });
    expect((await identity.ask({}, { secret: rotated })).status).toBe(200);
    expect((await identity.ask()).status).toBe(401);
    await operator.apiClient.update({
      where,
      data: { secretHash: before.secretHash, previousSecretHash: null, previousSecretUntil: null },
    });
    const { secretChangedAt } = await operator.apiClient.findUniqueOrThrow({ where });
    expect(secretChangedAt).not.toBeNull();
  });

  test("are refused as soon as the client is revoked", async () => {
    const { apiClient } = identity.fresh.db.operator;
    const where = { clientId: "acme-backend" };
    await apiClient.update({ where, data: { revokedAt: new Date() } });
    expect((await identity.ask()).status).toBe(401);
    await apiClient.update({ where, data: { revokedAt: null } });
  });
});

describe("a name that no client can have, for it holds U+0000, is the caller's mistake", () => {
  const name = "a\u0000b";

  test("in the body, and fills no log", async () => {
    const written = vi.spyOn(process.stderr, "write");
    const { response, body } = await identity.post({ client_id: name, client_secret: "x" });
    expect([response.status, body.error]).toEqual([400, "invalid_request"]);
    expect(written.mock.calls.join()).not.toContain('"level":"error"');
    written.mockRestore();
  });

  test("in an assertion", async () => {
    const signed = await new SignJWT({ sub: name }).setProtectedHeader({ alg: "HS256" }).sign(randomBytes(32));
    const fields = { client_assertion_type: assertionType, client_assertion: signed };
    const { response, body } = await identity.post(fields);
    expect([response.status, body.error]).toEqual([400, "invalid_request"]);
  });
});

test("while the database is away a client is asked to come again, keys and metadata are served, and it goes on after", async () => {
  const proxy = await startDatabaseProxy(identity.fresh.operatorUrl);
  const another = await identity.startNode({ operatorUrl: proxy.url });
  const get = (authorization?: string) =>
    fetch(`${another.url}/token`, {
      method: "POST",
      headers: authorization === undefined ? {} : { authorization },
      body: new URLSearchParams({
        grant_type: "client_credentials",
        ...(authorization === undefined ? { client_id: "acme-backend", client_secret: identity.secret } : {}),
      }),
    });
  const basic = `Basic ${Buffer.from(`acme-backend:${identity.secret}`).toString("base64")}`;
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
    expect((await fetch(`${another.url}/${path}`)).status).toBe(200);
  proxy.restore();
  expect((await get(basic)).status).toBe(200);
  await another.close();
  await proxy.close();
});

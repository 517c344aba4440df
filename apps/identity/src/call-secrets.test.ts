import { randomBytes } from "node:crypto";
import { mostHops } from "@annex/contract";
import { callSecretTag, makeCallSecret, parseMasterKey } from "@annex/envelope";
import { decodeJwt } from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hashOf, startIdentity, type TestIdentity } from "../test/start-identity.ts";

let identity: TestIdentity;
beforeAll(async () => {
  identity = await startIdentity();
});
afterAll(() => identity.close());

describe("a secret of a function's call", () => {
  const inSeconds = (seconds: number) => Math.floor(Date.now() / 1000) + seconds;
  const tagOf = (client: string, secret: string) => callSecretTag(identity.masterKey, client, hashOf(secret));
  let tag: string;
  beforeAll(() => {
    tag = tagOf("acme-backend", identity.secret);
  });

  test("gives a token that says how deep its calls are, and lives no longer than the secret", async () => {
    const secret = makeCallSecret(identity.masterKey, { tag, hops: 3, expiresAt: inSeconds(100) });
    const { status, access_token } = await identity.ask({}, { secret });
    const claims = decodeJwt(access_token);
    expect([status, claims.annex_hops, claims.tenant_id]).toEqual([200, 3, identity.tenantId]);
    expect((claims.exp ?? 0) - (claims.iat ?? 0)).toBeLessThanOrEqual(100);
  });

  test("gives a token that calls nothing any more once its time is over", async () => {
    const secret = makeCallSecret(identity.masterKey, { tag, hops: 1, expiresAt: inSeconds(-1) });
    const { status, access_token } = await identity.ask({}, { secret });
    expect([status, decodeJwt(access_token).annex_hops]).toEqual([200, mostHops]);
  });

  test("is good for its client alone, and as it was made", async () => {
    const expiresAt = inSeconds(100);
    const text = makeCallSecret(identity.masterKey, { tag, hops: 3, expiresAt });
    const another = parseMasterKey(randomBytes(32).toString("base64"));
    const wrong = [
      tag,
      text.replace(".3.", ".1."),
      makeCallSecret(another, { tag, hops: 1, expiresAt }),
      makeCallSecret(identity.masterKey, { tag: tagOf("globex", identity.secret), hops: 1, expiresAt }),
      makeCallSecret(identity.masterKey, { tag: tagOf("acme-backend", "old"), hops: 1, expiresAt }),
    ];
    for (const secret of wrong) expect((await identity.ask({}, { secret })).error).toBe("invalid_client");
  });

  test("leaves the tokens of the client's own secret without a count", async () => {
    expect(decodeJwt((await identity.ask()).access_token)).not.toHaveProperty("annex_hops");
  });
});

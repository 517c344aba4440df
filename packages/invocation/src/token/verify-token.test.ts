import { createServer, type Server } from "node:http";
import { platformAudience } from "@annex/contract";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { createTokenVerifier } from "./verify-token.ts";

const issuer = "http://identity.test";
const tenantId = "01a21829-ba06-7795-a91d-5c5bffab1f14";
let server: Server;
let jwksUrl: string;
/** What is published now. */
let keys: object[] = [];
let asked = 0;

beforeAll(async () => {
  server = createServer((_, response) => {
    asked += 1;
    response.end(JSON.stringify({ keys }));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  jwksUrl = `http://127.0.0.1:${address && typeof address === "object" ? address.port : 0}/jwks`;
});
afterAll(
  () =>
    new Promise<void>((done) => {
      server.close(() => done());
      server.closeAllConnections();
    }),
);

/** Publishes a new key and signs a token with it that says it lives for ten years. */
async function stolenKey(kid: string): Promise<string> {
  const { privateKey, publicKey } = await generateKeyPair("RS256");
  keys = [{ ...(await exportJWK(publicKey)), kid, alg: "RS256", use: "sig" }];
  const token = await new SignJWT({ tenant_id: tenantId, client_id: "acme", scope: "invocations:write" })
    .setProtectedHeader({ alg: "RS256", kid, typ: "at+jwt" })
    .setIssuer(issuer)
    .setAudience(platformAudience)
    .setIssuedAt()
    .setExpirationTime("10 years")
    .sign(privateKey);
  return `Bearer ${token}`;
}

test("a key that is published no more is worth nothing after what is believed, however long its token lives", async () => {
  const token = await stolenKey("stolen");
  const verifier = createTokenVerifier({ issuer, jwksUrl, believedMs: 300 });
  expect(await verifier.verify(token)).toMatchObject({ clientId: "acme", tenantId });
  await stolenKey("next");
  await vi.waitFor(() => expect(verifier.verify(token)).rejects.toMatchObject({ code: "unauthenticated" }), {
    timeout: 5000,
    interval: 100,
  });
});

test("it is worth nothing at once where the change was told", async () => {
  const token = await stolenKey("stolen");
  const verifier = createTokenVerifier({ issuer, jwksUrl });
  expect(await verifier.verify(token)).toMatchObject({ clientId: "acme" });
  const fresh = await stolenKey("next");
  verifier.forget();
  await expect(verifier.verify(token)).rejects.toMatchObject({ code: "unauthenticated" });
  expect(await verifier.verify(fresh)).toMatchObject({ clientId: "acme" });
});

test("a token that was verified costs no look at the keys meanwhile", async () => {
  const token = await stolenKey("own");
  const verifier = createTokenVerifier({ issuer, jwksUrl });
  await verifier.verify(token);
  const before = asked;
  for (let n = 0; n < 5; n += 1) await verifier.verify(token);
  expect(asked).toBe(before);
});

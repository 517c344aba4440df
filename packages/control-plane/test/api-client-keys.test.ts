import { generateKeyPairSync } from "node:crypto";
import { type PublicJwk, publicJwkSchema } from "@annex/contract";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  createApiClient,
  listApiClients,
  listAudit,
  revokeApiClient,
  rotateApiClient,
  rotateApiClientKey,
} from "../src/index.ts";
import { type ControlPlane, startControlPlane } from "./start-control-plane.ts";

let plane: ControlPlane;
beforeAll(async () => {
  plane = await startControlPlane();
});
afterAll(() => plane.close());

function ecKey(kid?: string): PublicJwk {
  const { publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  return publicJwkSchema.parse({ ...publicKey.export({ format: "jwk" }), ...(kid === undefined ? {} : { kid }) });
}
const rowOf = (id: string) => plane.fresh.db.operator.apiClient.findUniqueOrThrow({ where: { id } });
const create = (publicKey: PublicJwk) =>
  createApiClient(plane.acme, { name: "Signer", scopes: ["invoke:point:invoice.*"], publicKey });

test("a client with a key of its own has no secret, and its key an ID", async () => {
  const made = await create(ecKey());
  expect(made).toMatchObject({ clientSecret: null, scopes: ["invoke:point:invoice.*"] });
  expect(made.keys).toEqual([{ kid: expect.stringMatching(/^[\w-]{43}$/), until: null }]);
  await expect(rotateApiClient(plane.acme, { apiClientId: made.id })).rejects.toMatchObject({ code: "conflict" });
  expect((await listApiClients(plane.acme))[0]?.keys).toEqual(made.keys);
  expect((await listAudit(plane.acme)).items[0]?.detail).toMatchObject({ authentication: "private_key_jwt" });
});

test("a key is changed with an overlap for the one before it, or without one", async () => {
  const { id } = await create(ecKey("one"));
  const rotated = await rotateApiClientKey(plane.acme, { apiClientId: id, publicKey: ecKey("two"), overlapHours: 2 });
  expect(rotated.keys).toEqual([
    { kid: "two", until: null },
    { kid: "one", until: expect.any(String) },
  ]);
  expect((await rowOf(id)).secretChangedAt).toBeNull();
  const last = await rotateApiClientKey(plane.acme, { apiClientId: id, publicKey: ecKey("three"), overlapHours: 0 });
  expect(last.keys).toEqual([{ kid: "three", until: null }]);
  expect((await rowOf(id)).secretChangedAt).toBeInstanceOf(Date);
  const again = rotateApiClientKey(plane.acme, { apiClientId: id, publicKey: ecKey("three") });
  await expect(again).rejects.toMatchObject({ code: "conflict" });
});

test("another tenant's client, a developer's try, a revoked client and one with a secret are refused", async () => {
  const { id } = await create(ecKey());
  const wanted = { apiClientId: id, publicKey: ecKey() };
  await expect(rotateApiClientKey(plane.globex, wanted)).rejects.toMatchObject({ code: "not_found" });
  await expect(rotateApiClientKey(plane.as("developer"), wanted)).rejects.toMatchObject({ code: "forbidden" });
  await revokeApiClient(plane.acme, { apiClientId: id });
  await expect(rotateApiClientKey(plane.acme, wanted)).rejects.toMatchObject({ code: "conflict" });
  const secret = await createApiClient(plane.acme, { name: "Secret", scopes: ["records:read"] });
  const other = rotateApiClientKey(plane.acme, { ...wanted, apiClientId: secret.id });
  await expect(other).rejects.toMatchObject({ code: "conflict" });
});

describe("a key is refused that", () => {
  const rsa = (bits: number) => generateKeyPairSync("rsa", { modulusLength: bits }).publicKey.export({ format: "jwk" });

  test.each([
    ["is too short", () => rsa(1024), "An RSA key needs 2048 bits; this has 1024."],
    [
      "is on no curve",
      () => ({ kty: "EC", crv: "P-256", x: "AAAA", y: "AAAA" }),
      "This is no public key: its numbers do not fit together.",
    ],
  ])("%s", async (_, key, message) => {
    const made = create(publicJwkSchema.parse(key()));
    await expect(made).rejects.toMatchObject({ errors: [{ path: "publicKey", message }] });
  });

  test.each([
    [
      "has its private part",
      () => generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({ format: "jwk" }),
    ],
    ["is symmetric", () => ({ kty: "oct", k: "AAAA" })],
    ["is for another algorithm", () => ({ ...ecKey(), alg: "none" })],
    [
      "is on another curve",
      () => generateKeyPairSync("ec", { namedCurve: "P-384" }).publicKey.export({ format: "jwk" }),
    ],
  ])("%s", (_, key) => {
    expect(publicJwkSchema.safeParse(key()).success).toBe(false);
  });
});

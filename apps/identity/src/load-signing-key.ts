import { randomUUID } from "node:crypto";
import type { Db } from "@annex/db";
import { type MasterKey, open, seal } from "@annex/envelope";
import { exportJWK, generateKeyPair, type JWK } from "jose";
import { z } from "zod";

const lockKey = 72_707_370;
const sealedSchema = z.object({ ciphertext: z.string(), wrappedKey: z.string(), keyId: z.string() });
const jwkSchema = z.looseObject({ kty: z.literal("RSA"), kid: z.string() });
export type SigningJwk = z.infer<typeof jwkSchema>;

const context = (kid: string) => `signing-key:${kid}`;
const toText = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64");
const toBytes = (text: string) => new Uint8Array(Buffer.from(text, "base64"));

function sealKey(masterKey: MasterKey, kid: string, jwk: JWK): Uint8Array<ArrayBuffer> {
  const { ciphertext, wrappedKey, keyId } = seal(masterKey, JSON.stringify(jwk), context(kid));
  return new Uint8Array(
    Buffer.from(JSON.stringify({ ciphertext: toText(ciphertext), wrappedKey: toText(wrappedKey), keyId })),
  );
}

function openKey(masterKey: MasterKey, kid: string, stored: Uint8Array): SigningJwk {
  const { ciphertext, wrappedKey, keyId } = sealedSchema.parse(JSON.parse(Buffer.from(stored).toString("utf8")));
  const sealed = { ciphertext: toBytes(ciphertext), wrappedKey: toBytes(wrappedKey), keyId };
  return jwkSchema.parse(JSON.parse(open(masterKey, sealed, context(kid))));
}

async function generate(kid: string): Promise<JWK> {
  const { privateKey } = await generateKeyPair("RS256", { extractable: true });
  return { ...(await exportJWK(privateKey)), kid, alg: "RS256", use: "sig" };
}

/** The key that signs tokens: made at the first start of the installation, one for all nodes of identity. */
export async function loadSigningKey(db: Db, masterKey: MasterKey): Promise<SigningJwk> {
  return db.operator.$transaction(
    async (tx) => {
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(${lockKey})`;
      const known = await tx.signingKey.findFirst({ where: { retiredAt: null }, orderBy: { createdAt: "desc" } });
      if (known) return openKey(masterKey, known.kid, known.ciphertext);
      const kid = randomUUID();
      const jwk = await generate(kid);
      await tx.signingKey.create({ data: { kid, ciphertext: sealKey(masterKey, kid, jwk) } });
      return jwkSchema.parse(jwk);
    },
    { timeout: 20_000 },
  );
}

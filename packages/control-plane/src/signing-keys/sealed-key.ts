import { generateKeyPair, randomUUID } from "node:crypto";
import { promisify } from "node:util";
import { type MasterKey, open, seal } from "@annex/envelope";
import { z } from "zod";

const sealedSchema = z.object({ ciphertext: z.string(), wrappedKey: z.string(), keyId: z.string() });
const jwkSchema = z.looseObject({ kty: z.literal("RSA"), kid: z.string() });
/** A private key as a JWK (RFC 7517), with its `kid`. */
export type SigningJwk = z.infer<typeof jwkSchema>;

const context = (kid: string) => `signing-key:${kid}`;
const toText = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64");
const toBytes = (text: string) => new Uint8Array(Buffer.from(text, "base64"));

/** A new key pair for RS256, sealed as it is stored. */
export async function newSigningKey(
  masterKey: MasterKey,
): Promise<{ kid: string; ciphertext: Uint8Array<ArrayBuffer> }> {
  const kid = randomUUID();
  const { privateKey } = await promisify(generateKeyPair)("rsa", { modulusLength: 2048 });
  const jwk = { ...privateKey.export({ format: "jwk" }), kid, alg: "RS256", use: "sig" };
  const { ciphertext, wrappedKey, keyId } = seal(masterKey, JSON.stringify(jwk), context(kid));
  const stored = JSON.stringify({ ciphertext: toText(ciphertext), wrappedKey: toText(wrappedKey), keyId });
  return { kid, ciphertext: new Uint8Array(Buffer.from(stored)) };
}

/** A stored key, opened. @throws Error with another master key. */
export function openSigningKey(masterKey: MasterKey, kid: string, stored: Uint8Array): SigningJwk {
  const { ciphertext, wrappedKey, keyId } = sealedSchema.parse(JSON.parse(Buffer.from(stored).toString("utf8")));
  const sealed = { ciphertext: toBytes(ciphertext), wrappedKey: toBytes(wrappedKey), keyId };
  return jwkSchema.parse(JSON.parse(open(masterKey, sealed, context(kid))));
}

import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import type { MasterKey } from "./master-key.ts";

/** A secret as it lies in the database. Both parts are nonce (12 bytes), tag (16 bytes), ciphertext. */
export interface Sealed {
  readonly ciphertext: Uint8Array<ArrayBuffer>;
  readonly wrappedKey: Uint8Array<ArrayBuffer>;
  readonly keyId: string;
}

const nonceBytes = 12;
const tagBytes = 16;

function encrypt(key: Uint8Array, plain: Uint8Array, context: string): Uint8Array<ArrayBuffer> {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(context));
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return new Uint8Array(Buffer.concat([nonce, cipher.getAuthTag(), body]));
}

function decrypt(key: Uint8Array, sealed: Uint8Array, context: string): Buffer {
  const decipher = createDecipheriv("aes-256-gcm", key, sealed.subarray(0, nonceBytes), { authTagLength: tagBytes });
  decipher.setAAD(Buffer.from(context)).setAuthTag(sealed.subarray(nonceBytes, nonceBytes + tagBytes));
  return Buffer.concat([decipher.update(sealed.subarray(nonceBytes + tagBytes)), decipher.final()]);
}

/**
 * Encrypts `secret` (UTF-8) with a fresh data key (AES-256-GCM), and that key with the master key. `context` names
 * what the secret belongs to, such as `credential:<tenant ID>:<ID>`: a row copied elsewhere does not open.
 */
export function seal(masterKey: MasterKey, secret: string, context: string): Sealed {
  const dataKey = randomBytes(32);
  return {
    ciphertext: encrypt(dataKey, Buffer.from(secret), context),
    wrappedKey: encrypt(masterKey.bytes, dataKey, context),
    keyId: masterKey.id,
  };
}

/**
 * The secret again.
 * @throws Error when another master key or another context sealed it, or a bit of it was changed.
 */
export function open(masterKey: MasterKey, sealed: Sealed, context: string): string {
  if (sealed.keyId !== masterKey.id) throw new Error(`The secret was sealed with master key ${sealed.keyId}.`);
  const dataKey = decrypt(masterKey.bytes, sealed.wrappedKey, context);
  return decrypt(dataKey, sealed.ciphertext, context).toString("utf8");
}

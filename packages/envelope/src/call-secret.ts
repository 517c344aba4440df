import { createHmac, timingSafeEqual } from "node:crypto";
import type { MasterKey } from "./master-key.ts";

/** What a function is handed in place of a client's secret: good for a while, and it says how deep its calls are. */
export interface CallSecret {
  /** Of the client and its secret: another secret has another one. */
  readonly tag: string;
  /** How many functions called each other when a call is made with it, 1 for the first one's. */
  readonly hops: number;
  /** Epoch seconds. */
  readonly expiresAt: number;
}

const form = /^([A-Za-z0-9_-]{43})\.([1-9]\d{0,2})\.([1-9]\d{0,11})\.([A-Za-z0-9_-]{43})$/;

function sign(masterKey: MasterKey, ...parts: readonly (string | number)[]): string {
  const key = createHmac("sha256", masterKey.bytes).update("annex call secrets").digest();
  return createHmac("sha256", key).update(JSON.stringify(parts)).digest("base64url");
}

/** The tag of a client's secret, by the secret's SHA-256 in base64url. It opens nothing by itself. */
export function callSecretTag(masterKey: MasterKey, clientId: string, secretHash: string): string {
  return sign(masterKey, "tag", clientId, secretHash);
}

/** The secret's text: its tag stands in it as it is, so that it is found in what a function says. */
export function makeCallSecret(masterKey: MasterKey, { tag, hops, expiresAt }: CallSecret): string {
  return `${tag}.${hops}.${expiresAt}.${sign(masterKey, "secret", tag, hops, expiresAt)}`;
}

/** What a text says that `makeCallSecret` made; undefined for any other. Whether it expired is the caller's to look at. */
export function readCallSecret(masterKey: MasterKey, text: string): CallSecret | undefined {
  const [, tag = "", hops, expiresAt, given = ""] = form.exec(text) ?? [];
  const secret = { tag, hops: Number(hops), expiresAt: Number(expiresAt) };
  const wanted = sign(masterKey, "secret", secret.tag, secret.hops, secret.expiresAt);
  return given.length === wanted.length && timingSafeEqual(Buffer.from(given), Buffer.from(wanted))
    ? secret
    : undefined;
}

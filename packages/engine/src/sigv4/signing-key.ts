import { createHmac, createSecretKey, type KeyObject } from "node:crypto";

const hmac = (key: KeyObject | Buffer | string, data: string) => createHmac("sha256", key).update(data).digest();
const cache = new Map<string, KeyObject>();
const cacheSize = 500;

/** The key of one secret, day, region and service; the last few hundred are kept. */
export function signingKey(secret: string, date: string, region: string, service: string): KeyObject {
  const name = `${secret}\0${date}\0${region}\0${service}`;
  const known = cache.get(name);
  if (known) return known;
  const derived = hmac(hmac(hmac(hmac(`AWS4${secret}`, date), region), service), "aws4_request");
  // As an object of node:crypto it is prepared once, not at each signature.
  const key = createSecretKey(derived);
  if (cache.size >= cacheSize) cache.clear();
  cache.set(name, key);
  return key;
}

export function signature(key: KeyObject, stringToSign: string): Buffer {
  return hmac(key, stringToSign);
}

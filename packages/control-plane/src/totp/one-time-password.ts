import { createHmac, timingSafeEqual } from "node:crypto";

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const stepSeconds = 30;
/** A clock may be half a minute wrong, in both directions. */
const drift = [0, -1, 1];

/** Bytes in the base32 of RFC 4648, without padding, as authenticator apps take them. */
export function base32(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  const groups = bits.match(/.{1,5}/g) ?? [];
  return groups.map((group) => alphabet.charAt(Number.parseInt(group.padEnd(5, "0"), 2))).join("");
}

/** The six digits of a step (RFC 4226, 5.3, with SHA-1 as authenticator apps have it). */
export function oneTimePassword(secret: Uint8Array, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac("sha1", secret).update(counter).digest();
  const number = mac.readUInt32BE(mac.readUInt8(19) & 0x0f) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, "0");
}

/**
 * The step whose code this is, now or a step beside; undefined for a wrong code, and for one that was taken before:
 * RFC 6238 (5.2) lets none be good twice.
 */
export function stepOf(
  code: string,
  { secret, after, nowMs }: { secret: Uint8Array; after: number; nowMs: number },
): number | undefined {
  const typed = Buffer.from(code.replaceAll(/\s/g, "").padEnd(6, " "));
  const now = Math.floor(nowMs / 1000 / stepSeconds);
  return drift
    .map((by) => now + by)
    .filter((step) => step > after)
    .find((step) => {
      const wanted = Buffer.from(oneTimePassword(secret, step));
      return typed.length === wanted.length && timingSafeEqual(typed, wanted);
    });
}

import { createHash, randomBytes } from "node:crypto";
import { base32 } from "./one-time-password.ts";

const count = 10;

/** Ten codes of 80 random bits each, in groups that are easy to copy by hand. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: count }, () => (base32(randomBytes(10)).match(/.{4}/g) ?? []).join("-").toLowerCase());
}

/** A code as it is stored, however it was typed. */
export function recoveryCodeHash(code: string): string {
  return createHash("sha256")
    .update(code.toLowerCase().replaceAll(/[^a-z2-7]/g, ""))
    .digest("base64url");
}

import { createHash } from "node:crypto";

/** What every token begins with, so that scanners of leaked secrets know it. */
export const tokenPrefix = "annex_pat_";

/** A token as it is stored: 256 random bits need no slow hash. */
export function tokenHash(token: string): string {
  return createHash("sha256").update(token).digest("base64url");
}

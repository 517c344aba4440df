import { createHash, randomBytes } from "node:crypto";

/** A link's secret, told once, and what is kept of it: 256 random bits need no slow hash. */
export function newLinkToken(): { token: string; tokenHash: string } {
  const token = randomBytes(32).toString("base64url");
  return { token, tokenHash: linkTokenHash(token) };
}

/** A link's secret as it is stored. */
export function linkTokenHash(token: string): string {
  return createHash("sha256").update(token).digest("base64url");
}

/** The address of a link. Its secret is the fragment, which browsers send to nobody and no log keeps. */
export function linkOf(portalUrl: string, path: "/invitation" | "/new-password", token: string): string {
  return `${new URL(path, portalUrl).href}#${token}`;
}

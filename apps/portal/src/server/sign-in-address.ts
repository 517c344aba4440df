import { isIP } from "node:net";
import { env } from "../env";

/**
 * Where a request came from. Each trusted proxy adds the address that it saw at the end of `X-Forwarded-For`, and
 * `recordPeers` the one that this process saw: the first of them saw the client. What stands before that anybody could
 * have written.
 * @returns null where it is not known.
 */
export function signInAddress(forwardedFor: string | null | undefined): string | null {
  const seen = (forwardedFor ?? "").split(",").map((part) => part.trim());
  const address = seen.at(-1 - env().TRUSTED_PROXIES) ?? "";
  return isIP(address) ? address : null;
}

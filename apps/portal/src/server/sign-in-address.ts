import { isIP } from "node:net";
import { env } from "../env";

/**
 * Where a request came from. Behind proxies each one adds the address that it saw at the end of `X-Forwarded-For`: the
 * first of the trusted ones' saw the client. What stands before that anybody could have written.
 * @returns null where it is not known.
 */
export function signInAddress(forwardedFor: string | null | undefined): string | null {
  const seen = (forwardedFor ?? "").split(",").map((part) => part.trim());
  const address = seen.at(-Math.max(1, env().TRUSTED_PROXIES)) ?? "";
  return isIP(address) ? address : null;
}

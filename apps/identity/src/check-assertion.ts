import { errors } from "oidc-provider";

/** Seconds that an assertion may live: until it expires it is remembered, so that nobody sends it again. */
const longestSeconds = 3600;

/** What oidc-provider leaves open of an assertion (RFC 7523, 3). @throws InvalidClientAuth. */
export function checkAssertion({ exp }: { readonly exp?: unknown }): void {
  const left = typeof exp === "number" ? exp - Date.now() / 1000 : Number.POSITIVE_INFINITY;
  if (left > longestSeconds) throw new errors.InvalidClientAuth("an assertion lives for an hour at most");
}

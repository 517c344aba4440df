import { grants } from "@annex/contract";
import { errors } from "oidc-provider";

/**
 * The scopes that a token gets: those that were asked for, each of which the client must have, as it is or as part of
 * something wider; without any, everything that the client has (RFC 6749, 3.3).
 * @throws InvalidScope.
 */
export function grantedScopes(asked: unknown, granted: readonly string[]): readonly string[] {
  if (typeof asked !== "string" || asked.trim() === "") return granted;
  const wanted = asked.split(/\s+/).filter((scope) => scope !== "");
  const refused = wanted.find((scope) => !grants(granted, scope));
  if (refused !== undefined) throw new errors.InvalidScope("requested scope is not allowed", refused);
  return wanted;
}

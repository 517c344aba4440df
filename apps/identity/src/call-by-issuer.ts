import type { IncomingMessage } from "node:http";

/**
 * Makes of a request one to the issuer's own address, whatever name the caller or a proxy used. oidc-provider takes the
 * addresses that it tells, and the audiences that an assertion may have, from what it was called by: a client's
 * assertion for another server would be good here with that server's name as `Host`.
 */
export function callByIssuer({ headers }: IncomingMessage, issuer: URL): void {
  headers.host = issuer.host;
  headers["x-forwarded-host"] = issuer.host;
  headers["x-forwarded-proto"] = issuer.protocol.slice(0, -1);
}

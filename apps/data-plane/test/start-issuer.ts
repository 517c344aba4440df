import { createServer } from "node:http";
import { platformAudience } from "@annex/contract";
import { listenLocally } from "@annex/testing/listen-locally";
import { type CryptoKey, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from "jose";

export interface TokenOptions {
  readonly tenantId: string;
  readonly clientId: string;
  readonly scope?: string;
  readonly issuer?: string;
  readonly audience?: string;
  readonly typ?: string;
  /** As identity says it of a function's secret. */
  readonly hops?: number;
  /** Epoch seconds; an hour ago where none is given. */
  readonly issuedAt?: number;
  /** Seconds from now. */
  readonly expiresIn?: number;
  /** Seconds from now before which it is not good. */
  readonly notBeforeIn?: number;
}

export interface Issuer {
  readonly issuer: string;
  readonly jwksUrl: string;
  token(options: TokenOptions): Promise<string>;
  /** Signed by a key that the JWKS does not hold. */
  forgedToken(options: TokenOptions): Promise<string>;
  close(): Promise<void>;
}

export const everyScope = "invocations:write invocations:read records:read records:write";

/** An issuer with a key of its own, which signs what a test asks for: identity refuses to sign most of it. */
export async function startIssuer(): Promise<Issuer> {
  const issuer = "http://identity.test";
  const real = await generateKeyPair("RS256");
  const forged = await generateKeyPair("RS256");
  const jwk = { ...(await exportJWK(real.publicKey)), kid: "one", alg: "RS256", use: "sig" };
  const server = createServer((_, response) => response.end(JSON.stringify({ keys: [jwk] })));
  const port = await listenLocally(server);

  const signWith = (key: CryptoKey) => (options: TokenOptions) => {
    const { tenantId, clientId, scope = everyScope, expiresIn = 300 } = options;
    const { notBeforeIn } = options;
    const nbf = notBeforeIn === undefined ? {} : { nbf: Math.floor(Date.now() / 1000) + notBeforeIn };
    const hops = options.hops === undefined ? {} : { annex_hops: options.hops };
    const claims: JWTPayload = { ...hops, tenant_id: tenantId, client_id: clientId, sub: clientId, scope, ...nbf };
    return new SignJWT(claims)
      .setProtectedHeader({ alg: "RS256", kid: "one", typ: options.typ ?? "at+jwt" })
      .setIssuer(options.issuer ?? issuer)
      .setAudience(options.audience ?? platformAudience)
      .setIssuedAt(options.issuedAt ?? Math.floor(Date.now() / 1000) - 3600)
      .setExpirationTime(Math.floor(Date.now() / 1000) + expiresIn)
      .sign(key);
  };
  return {
    issuer,
    jwksUrl: `http://127.0.0.1:${port}/jwks`,
    token: signWith(real.privateKey),
    forgedToken: signWith(forged.privateKey),
    async close() {
      const closed = new Promise<void>((done) => server.close(() => done()));
      server.closeAllConnections();
      await closed;
    },
  };
}

import { AppError, platformAudience, type Scope, scopeSchema } from "@annex/contract";
import { createRemoteJWKSet, errors, jwtVerify } from "jose";
import { z } from "zod";

/** Who calls, as the access token proves it. */
export interface Caller {
  readonly clientId: string;
  readonly tenantId: string;
  readonly scopes: readonly Scope[];
  /** Epoch seconds, as the token says. */
  readonly issuedAt: number;
}

export interface TokenVerifier {
  /**
   * At once where the token was verified before.
   * @throws AppError `unauthenticated`, which tells whether a token was missing, expired or not ours.
   */
  verify(authorization: string | undefined): Caller | Promise<Caller>;
}

interface TokenVerifierOptions {
  readonly issuer: string;
  readonly jwksUrl: string;
}

const claimsSchema = z.object({
  client_id: z.string(),
  tenant_id: z.uuid(),
  scope: z.string().default(""),
  exp: z.number(),
  iat: z.number(),
});
const maxTokenBytes = 8192;
const cacheSize = 10_000;

const refuse = (message: string, cause?: unknown) => new AppError("unauthenticated", message, { cause });

function tokenOf(authorization: string): string {
  const [, token] = /^Bearer ([A-Za-z0-9._~+/-]+=*)$/i.exec(authorization) ?? [];
  if (!token) throw refuse("Send an access token of identity: Authorization: Bearer <token>.");
  if (token.length > maxTokenBytes) throw refuse("The access token is not one of ours.");
  return token;
}

/**
 * Verifies access tokens (RFC 9068): type `at+jwt`, RS256, our issuer, our audience, not expired. What was verified
 * once is remembered until it expires, by the header as it was sent: hashing it would cost more than all the rest.
 */
export function createTokenVerifier({ issuer, jwksUrl }: TokenVerifierOptions): TokenVerifier {
  const keys = createRemoteJWKSet(new URL(jwksUrl), { cooldownDuration: 5000 });
  const options = { issuer, audience: platformAudience, algorithms: ["RS256"], typ: "at+jwt", clockTolerance: 5 };
  const verified = new Map<string, { caller: Caller; expiresAt: number }>();

  const verifyAnew = async (token: string): Promise<{ caller: Caller; expiresAt: number }> => {
    const { payload } = await jwtVerify(token, keys, options).catch((error) => {
      if (error instanceof errors.JWTExpired)
        throw refuse("The access token has expired. Get a new one from identity.", error);
      throw refuse("The access token is not one of ours.", error);
    });
    const claims = claimsSchema.safeParse(payload);
    if (!claims.success) throw refuse("The access token is not one of ours.", claims.error);
    const { client_id: clientId, tenant_id: tenantId, scope, exp, iat: issuedAt } = claims.data;
    const scopes = scope.split(" ").flatMap((name) => scopeSchema.safeParse(name).data ?? []);
    return { caller: { clientId, tenantId, scopes, issuedAt }, expiresAt: exp * 1000 };
  };

  const remember = async (authorization: string): Promise<Caller> => {
    verified.delete(authorization);
    const fresh = await verifyAnew(tokenOf(authorization));
    if (verified.size >= cacheSize) verified.clear();
    verified.set(authorization, fresh);
    return fresh.caller;
  };

  return {
    verify(authorization = "") {
      const known = verified.get(authorization);
      return known && known.expiresAt > Date.now() ? known.caller : remember(authorization);
    },
  };
}

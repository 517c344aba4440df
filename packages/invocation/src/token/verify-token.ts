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
  /** How many functions called each other before a call with this token, as identity says; 0 for no function's. */
  readonly hops: number;
}

export interface TokenVerifier {
  /**
   * At once where the token was verified before.
   * @throws AppError `unauthenticated`, which tells whether a token was missing, expired or not ours.
   */
  verify(authorization: string | undefined): Caller | Promise<Caller>;
  /** Believes nothing any more: every token is verified anew, against keys that are fetched anew. */
  forget(): void;
}

interface TokenVerifierOptions {
  readonly issuer: string;
  readonly jwksUrl: string;
  /** Milliseconds for which a verified token and fetched keys are believed; a minute where it is left out. */
  readonly believedMs?: number;
}

const claimsSchema = z.object({
  client_id: z.string(),
  tenant_id: z.uuid(),
  scope: z.string().default(""),
  exp: z.number(),
  iat: z.number(),
  annex_hops: z.number().int().min(0).default(0),
});
const maxTokenBytes = 8192;
const cacheSize = 10_000;
const minuteMs = 60_000;

const refuse = (message: string, cause?: unknown) => new AppError("unauthenticated", message, { cause });

function tokenOf(authorization: string): string {
  const [, token] = /^Bearer ([A-Za-z0-9._~+/-]+=*)$/i.exec(authorization) ?? [];
  if (!token) throw refuse("Send an access token of identity: Authorization: Bearer <token>.");
  if (token.length > maxTokenBytes) throw refuse("The access token is not one of ours.");
  return token;
}

/**
 * Verifies access tokens (RFC 9068): type `at+jwt`, RS256, our issuer, our audience, not expired. What was verified
 * once is remembered for a minute, by the header as it was sent: hashing it would cost more than all the rest. A key
 * that is no longer published is worth nothing after the same time, however long its tokens say that they live.
 */
export function createTokenVerifier(verifying: TokenVerifierOptions): TokenVerifier {
  const { issuer, jwksUrl, believedMs = minuteMs } = verifying;
  const published = () =>
    createRemoteJWKSet(new URL(jwksUrl), { cooldownDuration: Math.min(5000, believedMs), cacheMaxAge: believedMs });
  let keys = published();
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
    const { client_id: clientId, tenant_id: tenantId, scope, exp, iat: issuedAt, annex_hops: hops } = claims.data;
    const scopes = scope.split(" ").flatMap((name) => scopeSchema.safeParse(name).data ?? []);
    const expiresAt = Math.min(exp * 1000, Date.now() + believedMs);
    return { caller: { clientId, tenantId, scopes, issuedAt, hops }, expiresAt };
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
    forget() {
      verified.clear();
      keys = published();
    },
  };
}

import { AppError } from "@annex/contract";
import { createRemoteJWKSet, type JWTVerifyGetKey, jwtVerify } from "jose";
import { z } from "zod";

/** What a provider says has ended: one of a person's sessions, or all of them. */
export interface Ended {
  readonly subject: string | null;
  readonly session: string | null;
  readonly at: Date;
}

export interface Provider {
  readonly issuer: string;
  readonly keys: JWTVerifyGetKey;
}

const event = "http://schemas.openid.net/event/backchannel-logout";
/** What is signed with our own secret would be anybody's word who knows it; only the provider's keys count. */
const algorithms = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"];
const answerMs = 5_000;

const metadataSchema = z.object({ issuer: z.string(), jwks_uri: z.url() });
const claimsSchema = z
  .object({
    iat: z.number(),
    sub: z.string().min(1).max(255).nullable().default(null),
    sid: z.string().min(1).max(500).nullable().default(null),
    events: z.object({ [event]: z.looseObject({}) }),
    nonce: z.undefined().optional(),
  })
  .refine(({ sub, sid }) => sub !== null || sid !== null);

/** Where a provider has its metadata document (OpenID Connect Discovery 1.0, 4). */
export function metadataUrl(issuer: string): string {
  return `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`;
}

/** The provider's name and keys, as its metadata document tells them. @throws where it cannot be had. */
export async function discoverProvider(issuer: string): Promise<Provider> {
  const url = metadataUrl(issuer);
  const response = await fetch(url, { signal: AbortSignal.timeout(answerMs) });
  if (!response.ok) throw new Error(`${url} answered ${response.status}.`);
  const metadata = metadataSchema.parse(await response.json());
  const keys = createRemoteJWKSet(new URL(metadata.jwks_uri), { timeoutDuration: answerMs });
  return { issuer: metadata.issuer, keys };
}

/**
 * Verifies a logout token by section 2.6 of OpenID Connect Back-Channel Logout 1.0: the provider's signature, our client
 * as its audience, a minute or two old, the event, a person or a session, and no nonce, which only an ID token has.
 * @throws AppError `invalid_request`.
 */
export async function verifyLogoutToken(token: string, provider: Provider, clientId: string): Promise<Ended> {
  try {
    const { payload } = await jwtVerify(token, provider.keys, {
      ...{ issuer: provider.issuer, audience: clientId, algorithms },
      ...{ maxTokenAge: "2 minutes", clockTolerance: 60 },
    });
    const { sub: subject, sid: session, iat } = claimsSchema.parse(payload);
    return { subject, session, at: new Date((iat + 1) * 1000) };
  } catch (cause) {
    throw new AppError("invalid_request", "The logout token is not one of the provider's for this portal.", { cause });
  }
}

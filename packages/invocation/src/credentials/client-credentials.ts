import { createHash } from "node:crypto";
import { platformHosts } from "@annex/contract";
import { callSecretTag, type MasterKey, makeCallSecret } from "@annex/envelope";
import { z } from "zod";

const descriptionSchema = z.object({ clientId: z.string(), scope: z.string() });

/** OAuth2 client credentials as a function gets them; before a call of its is known, `clientSecret` is the secret's tag. */
export interface ClientCredentials {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scope: string;
  readonly tokenUrl: string;
  readonly apiUrl: string;
}

/** What stands for a credential of a tenant's: the client's secret itself is never handed to a function. */
export function clientCredentials(masterKey: MasterKey, description: unknown, secret: string): ClientCredentials {
  const { clientId, scope } = descriptionSchema.parse(description);
  const clientSecret = callSecretTag(masterKey, clientId, createHash("sha256").update(secret).digest("base64url"));
  const tokenUrl = `http://${platformHosts.identity}/token`;
  return { clientId, clientSecret, scope, tokenUrl, apiUrl: `http://${platformHosts.api}` };
}

interface Call {
  /** How many functions called each other before the function that is called. */
  readonly hops: number;
  readonly timeoutMs: number;
}

type Values = Readonly<Record<string, unknown>>;

/** Secrets of one five minutes are the same, so that a warm function goes on with the token that it has. */
const sameForSeconds = 300;

function isOfClient(value: unknown): value is ClientCredentials {
  return typeof value === "object" && value !== null && "clientSecret" in value;
}

/**
 * The credentials for one call of a function: the secrets of OAuth2 clients say how deep its own calls will be, and do
 * so until it has ended for sure. Without such a client they are the same object.
 */
export function credentialsForCall(masterKey: MasterKey, credentials: Values, { hops, timeoutMs }: Call): Values {
  if (!Object.values(credentials).some(isOfClient)) return credentials;
  const ends = Math.ceil(((Date.now() + timeoutMs) / 1000 + sameForSeconds) / sameForSeconds) * sameForSeconds;
  const forCall = (value: unknown) => {
    if (!isOfClient(value)) return value;
    const secret = { tag: value.clientSecret, hops: hops + 1, expiresAt: ends };
    return { ...value, clientSecret: makeCallSecret(masterKey, secret) };
  };
  return Object.fromEntries(Object.entries(credentials).map(([name, value]) => [name, forCall(value)]));
}

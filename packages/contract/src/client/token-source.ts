import { z } from "zod";
import { AppError } from "../app-error.ts";

export interface ClientCredentials {
  /** Identity's token endpoint: `https://identity.example.com/token`. */
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

export interface TokenSource {
  token(): Promise<string>;
  /** The next call fetches another one. */
  forget(): void;
}

const tokenSchema = z.object({ access_token: z.string(), expires_in: z.number() });
const earlyMs = 30_000;
const timeoutMs = 10_000;

/**
 * Access tokens by the client credentials grant (RFC 6749, 4.4): one is fetched at a time and kept until half a minute
 * before it expires.
 */
export function createTokenSource({ tokenUrl, clientId, clientSecret }: ClientCredentials): TokenSource {
  let current: Promise<{ token: string; until: number }> | undefined;

  const fetchToken = async () => {
    const response = await fetch(tokenUrl, {
      method: "POST",
      headers: {
        authorization: `Basic ${btoa(`${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`)}`,
      },
      body: new URLSearchParams({ grant_type: "client_credentials" }),
      signal: AbortSignal.timeout(timeoutMs),
    }).catch((cause) => {
      throw new AppError("unavailable", "Identity cannot be reached.", { cause });
    });
    const parsed = tokenSchema.safeParse(await response.json().catch(() => null));
    if (!parsed.success) throw new AppError("unauthenticated", `Identity gave no token: ${response.status}.`);
    return { token: parsed.data.access_token, until: Date.now() + parsed.data.expires_in * 1000 - earlyMs };
  };
  const renew = () => {
    const next = fetchToken();
    current = next;
    next.catch(() => {
      if (current === next) current = undefined;
    });
    return next;
  };
  return {
    async token() {
      const known = await current;
      if (known && known.until > Date.now()) return known.token;
      return (await (current === undefined || known ? renew() : current)).token;
    },
    forget() {
      current = undefined;
    },
  };
}

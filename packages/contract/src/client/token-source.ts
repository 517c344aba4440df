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
  /** The next call fetches another one, where `refused` is still the one that is kept. */
  forget(refused: string): void;
}

interface Token {
  readonly token: string;
  /** Epoch milliseconds. */
  readonly until: number;
}

const tokenSchema = z.object({ access_token: z.string(), expires_in: z.number() });
const earlyMs = 30_000;
const timeoutMs = 10_000;

/**
 * Access tokens by the client credentials grant (RFC 6749, 4.4): one is fetched at a time and kept until half a minute
 * before it expires.
 */
export function createTokenSource({ tokenUrl, clientId, clientSecret }: ClientCredentials): TokenSource {
  let kept: Token | undefined;
  let coming: Promise<Token> | undefined;

  const fetchToken = async (): Promise<Token> => {
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
  return {
    async token() {
      if (kept && kept.until > Date.now()) return kept.token;
      coming ??= fetchToken().finally(() => {
        coming = undefined;
      });
      kept = await coming;
      return kept.token;
    },
    forget(refused) {
      if (kept?.token === refused) kept = undefined;
    },
  };
}

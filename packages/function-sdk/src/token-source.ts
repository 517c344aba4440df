import { currentTrace, traceHeaders } from "./invocation-context.ts";
import { errorOfAnswer, PlatformError, propertyOf, readJson, textOf } from "./platform-error.ts";
import { sendWithRetries } from "./send-with-retries.ts";

/** OAuth2 client credentials, as the field mapping hands them in. */
export interface OAuth2Credential {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly tokenUrl: string;
  readonly apiUrl: string;
  readonly scope: string;
}

interface Token {
  readonly accessToken: string;
  /** Milliseconds since 1970, by this machine's clock. */
  readonly expiresAt: number;
}

/** Hands out access tokens; one is fetched at a time and kept until 30 s before it expires. */
export interface TokenSource {
  token(): Promise<string>;
  /** Forgets `rejected` if it is still the kept one, so that the next call fetches another. */
  forget(rejected: string): void;
}

const earlyMs = 30_000;

/** Tokens by the client credentials grant (RFC 6749 §4.4), the client authenticated by HTTP basic (§2.3.1). */
export function createTokenSource(credential: OAuth2Credential, now: () => number = Date.now): TokenSource {
  let kept: Token | undefined;
  let fetching: Promise<Token> | undefined;
  return {
    async token() {
      if (kept !== undefined && now() < kept.expiresAt - earlyMs) return kept.accessToken;
      fetching ??= fetchToken(credential, now).finally(() => {
        fetching = undefined;
      });
      kept = await fetching;
      return kept.accessToken;
    },
    forget(rejected) {
      if (kept?.accessToken === rejected) kept = undefined;
    },
  };
}

async function fetchToken(
  { clientId, clientSecret, tokenUrl, scope }: OAuth2Credential,
  now: () => number,
): Promise<Token> {
  const body = new URLSearchParams({ grant_type: "client_credentials", ...(scope === "" ? {} : { scope }) });
  const askedAt = now();
  const response = await sendWithRetries(tokenUrl, {
    method: "POST",
    isRepeatable: true,
    headers: {
      ...traceHeaders(currentTrace()),
      Authorization: `Basic ${btoa(`${formEncode(clientId)}:${formEncode(clientSecret)}`)}`,
      "Content-Type": "application/x-www-form-urlencoded",
      Accept: "application/json",
    },
    body: body.toString(),
  });
  if (!response.ok) throw await errorOfAnswer(response);
  return parseToken(await readJson(response), askedAt);
}

/** RFC 6749 §2.3.1: id and secret are form-encoded before they are joined. */
function formEncode(text: string): string {
  return new URLSearchParams([["", text]]).toString().slice(1);
}

function parseToken(body: unknown, askedAt: number): Token {
  const accessToken = textOf(body, "access_token");
  const expiresIn = propertyOf(body, "expires_in");
  if (accessToken === undefined) {
    throw new PlatformError("The token endpoint answered without an access token.", {
      status: 200,
      code: "upstream_failed",
    });
  }
  return { accessToken, expiresAt: askedAt + (typeof expiresIn === "number" ? expiresIn : 60) * 1000 };
}

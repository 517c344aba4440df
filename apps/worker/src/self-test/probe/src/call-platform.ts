/** The platform's API and this function's own token for it. */
export interface Platform {
  readonly apiUrl: string;
  readonly token: string;
  /** The own tenant's ID, as it stands in the token. */
  readonly tenantId: string;
}

interface PlatformCall {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface PlatformAnswer {
  readonly status: number;
  readonly text: string;
}

const timeoutMs = 40_000;

export async function callPlatform(platform: Platform, call: PlatformCall): Promise<PlatformAnswer> {
  const { method, path, body } = call;
  const response = await fetch(new URL(path, platform.apiUrl), {
    method,
    headers: {
      authorization: `Bearer ${platform.token}`,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...call.headers,
    },
    signal: AbortSignal.timeout(timeoutMs),
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, text: await response.text() };
}

interface Credential {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scope: string;
  readonly tokenUrl: string;
  readonly apiUrl: string;
}

/** A token by the function's own credential, as `@annex/function-sdk` gets it. @throws where identity refuses. */
export async function openPlatform(credential: Credential, tenantId: string): Promise<Platform> {
  const { clientId, clientSecret, scope, tokenUrl, apiUrl } = credential;
  const response = await fetch(tokenUrl, {
    method: "POST",
    headers: {
      authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString("base64")}`,
      "content-type": "application/x-www-form-urlencoded",
    },
    body: new URLSearchParams({ grant_type: "client_credentials", scope }),
    signal: AbortSignal.timeout(timeoutMs),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`identity answered ${response.status}`);
  const answer: { access_token: string } = JSON.parse(text);
  return { apiUrl, token: answer.access_token, tenantId };
}

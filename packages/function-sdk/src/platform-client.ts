import { currentTrace, traceHeaders } from "./invocation-context.ts";
import { errorOfAnswer, readJson } from "./platform-error.ts";
import { type PlatformRecord, parsePage, parseRecord, type RecordData, type RecordPage } from "./records.ts";
import { sendWithRetries } from "./send-with-retries.ts";
import { createTokenSource, type OAuth2Credential, type TokenSource } from "./token-source.ts";

/** Records of your tenant. Each call throws PlatformError where the platform refuses or cannot be reached. */
export interface RecordsClient {
  get(type: string, id: string): Promise<PlatformRecord>;
  list(type: string, options?: { limit?: number; cursor?: string }): Promise<RecordPage>;
  create(type: string, data: RecordData): Promise<PlatformRecord>;
  /** Sets the given fields and leaves the others. */
  update(type: string, id: string, data: RecordData): Promise<PlatformRecord>;
}

/** The platform's API, as your tenant. */
export interface PlatformClient {
  readonly records: RecordsClient;
}

const tokenSources = new Map<string, TokenSource>();

/**
 * A client of the platform's API for an OAuth2 credential that the field mapping hands in. Tokens are fetched when
 * needed and kept while the execution environment is warm, so it may be called in each invocation.
 */
export function createPlatformClient(credential: OAuth2Credential): PlatformClient {
  const source = tokenSourceOf(credential);
  const base = credential.apiUrl.replace(/\/+$/, "");
  const records = (...segments: readonly string[]) => `${base}${recordsPath(segments)}`;
  return {
    records: {
      get: async (type, id) => callApi(source, { method: "GET", url: records(type, id), parse: parseRecord }),
      list: async (type, options = {}) =>
        callApi(source, { method: "GET", url: `${records(type)}${queryOf(options)}`, parse: parsePage }),
      create: async (type, data) =>
        callApi(source, { method: "POST", url: records(type), body: { data }, parse: parseRecord }),
      update: async (type, id, data) =>
        callApi(source, { method: "PATCH", url: records(type, id), body: { data }, parse: parseRecord }),
    },
  };
}

interface ApiCall<T> {
  readonly method: string;
  readonly url: string;
  readonly body?: unknown;
  readonly parse: (body: unknown) => T;
}

/** One source per credential: a changed secret is another key. */
function tokenSourceOf(credential: OAuth2Credential): TokenSource {
  const key = JSON.stringify([credential.tokenUrl, credential.clientId, credential.clientSecret, credential.scope]);
  const known = tokenSources.get(key) ?? createTokenSource(credential);
  tokenSources.set(key, known);
  return known;
}

function recordsPath(segments: readonly string[]): string {
  for (const segment of segments) {
    // `.` and `..` would be folded away by URL parsing, an empty segment would name the list.
    if (segment === "" || segment === "." || segment === "..")
      throw new TypeError(`"${segment}" is no record type or ID.`);
  }
  return `/v1/records/${segments.map(encodeURIComponent).join("/")}`;
}

function queryOf({ limit, cursor }: { limit?: number; cursor?: string }): string {
  const query = new URLSearchParams();
  if (limit !== undefined) query.set("limit", String(limit));
  if (cursor !== undefined) query.set("cursor", cursor);
  return query.size === 0 ? "" : `?${query}`;
}

async function callApi<T>(source: TokenSource, call: ApiCall<T>): Promise<T> {
  const token = await source.token();
  const response = await sendWithToken(token, call);
  if (response.status !== 401) return readAnswer(response, call.parse);
  // The token may have been revoked or its key rotated: one more attempt with a new one.
  await response.body?.cancel();
  source.forget(token);
  return readAnswer(await sendWithToken(await source.token(), call), call.parse);
}

function sendWithToken(token: string, { method, url, body }: ApiCall<unknown>): Promise<Response> {
  const headers: Record<string, string> = {
    ...traceHeaders(currentTrace()),
    Authorization: `Bearer ${token}`,
    Accept: "application/json",
  };
  if (body === undefined) return sendWithRetries(url, { method, headers });
  headers["Content-Type"] = "application/json";
  return sendWithRetries(url, { method, headers, body: JSON.stringify(body) });
}

async function readAnswer<T>(response: Response, parse: (body: unknown) => T): Promise<T> {
  if (!response.ok) throw await errorOfAnswer(response);
  return parse(await readJson(response));
}

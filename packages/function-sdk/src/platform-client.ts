import { currentTrace, traceHeaders } from "./invocation-context.ts";
import { errorOfAnswer, readJson } from "./platform-error.ts";
import {
  type ListRecords,
  type PlatformRecord,
  parseBulk,
  parsePage,
  parseRecord,
  queryOf,
  type RecordChange,
  type RecordData,
  type RecordPage,
  type RecordSelection,
  type WriteOptions,
} from "./records.ts";
import { sendWithRetries } from "./send-with-retries.ts";
import { createTokenSource, type OAuth2Credential, type TokenSource } from "./token-source.ts";

/** Records of your tenant. Each call throws PlatformError where the platform refuses or cannot be reached. */
export interface RecordsClient {
  get(type: string, id: string): Promise<PlatformRecord>;
  list(type: string, options?: ListRecords): Promise<RecordPage>;
  /** Every record of the selection, page after page, fetched as they are read. */
  all(type: string, selection?: RecordSelection): AsyncIterable<PlatformRecord>;
  create(type: string, data: RecordData): Promise<PlatformRecord>;
  /** Sets the given fields and leaves the others. */
  update(type: string, id: string, data: RecordData, options?: WriteOptions): Promise<PlatformRecord>;
  delete(type: string, id: string, options?: WriteOptions): Promise<void>;
  /** All of the changes or none, at most 500: the records as they are then, null for a deleted one. */
  bulk(type: string, changes: readonly RecordChange[]): Promise<(PlatformRecord | null)[]>;
}

/** The platform's API, as your tenant. */
export interface PlatformClient {
  readonly records: RecordsClient;
}

const largestPage = 200;
const mostSources = 20;
const tokenSources = new Map<string, TokenSource>();

/**
 * A client of the platform's API for an OAuth2 credential that the field mapping hands in. Tokens are fetched when
 * needed and kept while the execution environment is warm, so it may be called in each invocation.
 */
export function createPlatformClient(credential: OAuth2Credential): PlatformClient {
  const source = tokenSourceOf(credential);
  const base = credential.apiUrl.replace(/\/+$/, "");
  const records = (...segments: readonly string[]) => `${base}${recordsPath(segments)}`;
  const list = async (type: string, options: ListRecords = {}) =>
    callApi(source, { method: "GET", url: `${records(type)}${queryOf(options)}`, parse: parsePage });
  async function* all(type: string, selection: RecordSelection = {}) {
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const position = cursor === undefined ? {} : { cursor };
      const page: RecordPage = await list(type, { ...selection, limit: largestPage, ...position });
      yield* page.items;
      cursor = page.nextCursor;
    }
  }
  return {
    records: {
      get: async (type, id) => callApi(source, { method: "GET", url: records(type, id), parse: parseRecord }),
      list,
      all,
      create: async (type, data) =>
        callApi(source, { method: "POST", url: records(type), body: { data }, parse: parseRecord }),
      update: async (type, id, data, { version } = {}) =>
        callApi(source, { method: "PATCH", url: records(type, id), version, body: { data }, parse: parseRecord }),
      delete: async (type, id, { version } = {}) =>
        callApi(source, { method: "DELETE", url: records(type, id), version, parse: () => undefined }),
      bulk: async (type, changes) =>
        callApi(source, { method: "POST", url: records(type, "bulk"), body: { changes }, parse: parseBulk }),
    },
  };
}

interface ApiCall<T> {
  readonly method: string;
  readonly url: string;
  readonly body?: unknown;
  /** The version that the record must still have (RFC 9110, 13.1.1). */
  readonly version?: number | undefined;
  readonly parse: (body: unknown) => T;
}

/** One source per credential: a changed secret is another key, and a secret lives for a few minutes. */
function tokenSourceOf(credential: OAuth2Credential): TokenSource {
  const key = JSON.stringify([credential.tokenUrl, credential.clientId, credential.clientSecret, credential.scope]);
  const known = tokenSources.get(key) ?? createTokenSource(credential);
  tokenSources.delete(key); // to stand behind the others
  tokenSources.set(key, known);
  for (const oldest of [...tokenSources.keys()].slice(0, -mostSources)) tokenSources.delete(oldest);
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

async function callApi<T>(source: TokenSource, call: ApiCall<T>): Promise<T> {
  const token = await source.token();
  const response = await sendWithToken(token, call);
  if (response.status !== 401) return readAnswer(response, call.parse);
  // The token may have been revoked or its key rotated: one more attempt with a new one.
  await response.body?.cancel();
  source.forget(token);
  return readAnswer(await sendWithToken(await source.token(), call), call.parse);
}

function sendWithToken(token: string, { method, url, body, version }: ApiCall<unknown>): Promise<Response> {
  const headers: Record<string, string> = {
    ...traceHeaders(currentTrace()),
    Authorization: `Bearer ${token}`,
    Accept: "application/json",
  };
  if (version !== undefined) headers["If-Match"] = `"${version}"`;
  const isRepeatable = method === "GET";
  if (body === undefined) return sendWithRetries(url, { method, headers, isRepeatable });
  headers["Content-Type"] = "application/json";
  return sendWithRetries(url, { method, headers, body: JSON.stringify(body), isRepeatable });
}

async function readAnswer<T>(response: Response, parse: (body: unknown) => T): Promise<T> {
  if (!response.ok) throw await errorOfAnswer(response);
  return parse(await readJson(response));
}

import type { Readable } from "node:stream";
import { AwsError } from "./aws-error.ts";
import type { HttpRequest } from "./http-requests.ts";

/** A request as it stood on the wire: nothing decoded that the signature covers. */
export interface AwsRequest {
  readonly method: string;
  /** Raw path, still percent-encoded, without the query. */
  readonly rawPath: string;
  readonly rawQuery: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly sourceIp: string;
}

/** Lambda's own limit of a request: a 50 MB zip as base64 with room for the rest. */
export const maxBodyBytes = 70_167_211;

/** Queries that came before, read: every Invoke of a version has the same one. Nobody changes them. */
const queries = new Map<string, URLSearchParams>();
const maxQueries = 1_000;
const maxQueryLength = 64;

function readQuery(rawQuery: string): URLSearchParams {
  const known = queries.get(rawQuery);
  if (known) return known;
  const query = new URLSearchParams(rawQuery);
  if (queries.size >= maxQueries) queries.clear();
  if (rawQuery.length <= maxQueryLength) queries.set(rawQuery, query);
  return query;
}

/** @throws AwsError for a body that is longer than any operation takes. */
export function toAwsRequest({ method, path, headers, body, tooLarge }: HttpRequest, sourceIp: string): AwsRequest {
  if (tooLarge)
    throw new AwsError("RequestEntityTooLargeException", 413, `Request must be smaller than ${maxBodyBytes} bytes`);
  const at = path.indexOf("?");
  const rawQuery = at < 0 ? "" : path.slice(at + 1);
  const fields: Record<string, string> = {};
  for (const [name, value] of headers) fields[name] = value;
  return {
    method,
    rawPath: at < 0 ? path : path.slice(0, at),
    rawQuery,
    query: readQuery(rawQuery),
    headers: fields,
    body,
    sourceIp,
  };
}

export interface AwsResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** A stream is sent as it comes. */
  readonly body: Buffer | string | Readable;
  /** Called when the caller went away before a stream's end. The rest is read and dropped. */
  readonly onAbandoned?: () => void;
}

export function json(body: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): AwsResponse {
  return { status, headers: { "content-type": "application/json", ...headers }, body: JSON.stringify(body) };
}

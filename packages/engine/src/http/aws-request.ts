import type { IncomingMessage } from "node:http";
import type { Readable } from "node:stream";
import { AwsError } from "./aws-error.ts";

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

export function readBody(message: IncomingMessage, limit = maxBodyBytes): Promise<Buffer> {
  return new Promise((done, fail) => {
    const chunks: Buffer[] = [];
    let size = 0;
    message.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limit) chunks.push(chunk);
    });
    message.once("error", fail);
    message.once("end", () => {
      const first = chunks[0];
      if (size > limit)
        fail(new AwsError("RequestEntityTooLargeException", 413, `Request must be smaller than ${limit} bytes`));
      else done(chunks.length === 1 && first ? first : Buffer.concat(chunks));
    });
  });
}

function headersOf(message: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(message.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(",") : value;
  }
  return headers;
}

export async function readRequest(message: IncomingMessage): Promise<AwsRequest> {
  const target = message.url ?? "/";
  const at = target.indexOf("?");
  const rawQuery = at < 0 ? "" : target.slice(at + 1);
  return {
    method: message.method ?? "GET",
    rawPath: at < 0 ? target : target.slice(0, at),
    rawQuery,
    query: new URLSearchParams(rawQuery),
    headers: headersOf(message),
    body: await readBody(message),
    sourceIp: message.socket.remoteAddress ?? "",
  };
}

export interface AwsResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** A stream is sent as it comes. */
  readonly body: Buffer | string | Readable;
}

export function json(body: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): AwsResponse {
  return { status, headers: { "content-type": "application/json", ...headers }, body: JSON.stringify(body) };
}

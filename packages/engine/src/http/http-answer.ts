import { STATUS_CODES } from "node:http";
import type { AwsResponse } from "./aws-request.ts";

/** How long a connection may be idle, as it is told to clients. */
export const keepAliveSeconds = 65;

let date = { second: 0, text: "" };

function dateField(): string {
  const second = Math.floor(Date.now() / 1000);
  if (second !== date.second) date = { second, text: `Date: ${new Date(second * 1000).toUTCString()}\r\n` };
  return date.text;
}

const kept = `Connection: keep-alive\r\nKeep-Alive: timeout=${keepAliveSeconds}\r\n\r\n`;
const closed = "Connection: close\r\n\r\n";

/** A header carries one line of bytes: what is none is not sent. */
const sendable = /^[\t -~\x80-\xff]*$/;

/** The head of an answer; `length` in bytes, undefined for a body that comes in chunks or ends with the connection. */
export function answerHead({ status, headers }: AwsResponse, length: number | undefined, closes: boolean): string {
  let head = `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? "Unknown"}\r\n`;
  for (const name in headers) {
    const value = headers[name] ?? "";
    if (sendable.test(value)) head += `${name}: ${value}\r\n`;
  }
  if (length === undefined) head += closes ? "" : "Transfer-Encoding: chunked\r\n";
  else if (status !== 204) head += `Content-Length: ${length}\r\n`;
  return head + dateField() + (closes ? closed : kept);
}

/** A whole answer in one piece. */
export function answerBytes(response: AwsResponse, body: Buffer | string, closes: boolean): Buffer {
  const length = typeof body === "string" ? Buffer.byteLength(body) : body.length;
  const head = answerHead(response, length, closes);
  const bytes = Buffer.allocUnsafe(head.length + length);
  bytes.write(head, 0, "latin1");
  if (typeof body === "string") bytes.write(body, head.length, "utf8");
  else body.copy(bytes, head.length);
  return bytes;
}

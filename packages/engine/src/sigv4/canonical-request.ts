import { hash } from "node:crypto";
import type { AwsRequest } from "../http/aws-request.ts";
import { own } from "../own.ts";

export const sha256 = (data: Buffer | string) => hash("sha256", data);

/** RFC 3986 encoding as SigV4 wants it: everything but unreserved characters. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** What no encoding changes: most paths are made of it. */
const plainPath = /^[A-Za-z0-9/._~-]+$/;

/** Services other than S3 encode the path, as it stands on the wire, once more. */
function canonicalPath(rawPath: string): string {
  return plainPath.test(rawPath) ? rawPath : rawPath.split("/").map(encode).join("/") || "/";
}

const canonicalValue = (value: string) => (value.includes("  ") ? value.replace(/ +/g, " ") : value).trim();

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** One parameter that no encoding changes, as `Qualifier=1`: nothing is to be sorted or left out. */
const plainParameter = /^(?!X-Amz-Signature=)[A-Za-z0-9._~-]+=[A-Za-z0-9._~-]*$/;

/** Parameters by encoded name, then value; the signature itself is not signed. */
export function canonicalQuery(rawQuery: string): string {
  if (rawQuery === "" || plainParameter.test(rawQuery)) return rawQuery;
  return rawQuery
    .split("&")
    .filter(Boolean)
    .map((pair) => {
      const at = pair.indexOf("=");
      return at < 0 ? [pair, ""] : [pair.slice(0, at), pair.slice(at + 1)];
    })
    .map(([name = "", value = ""]) => [encode(decode(name)), encode(decode(value))] as const)
    .filter(([name]) => name !== "X-Amz-Signature")
    .sort(([a, x], [b, y]) => (a === b ? (x < y ? -1 : 1) : a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join("&");
}

/** The text that a signature stands for. `signedHeaders` are lower-case and sorted. */
export function canonicalRequest(request: AwsRequest, signedHeaders: readonly string[], payloadHash: string): string {
  let text = `${request.method}\n${canonicalPath(request.rawPath)}\n${canonicalQuery(request.rawQuery)}\n`;
  for (const name of signedHeaders) text += `${name}:${canonicalValue(own(request.headers, name) ?? "")}\n`;
  return `${text}\n${signedHeaders.join(";")}\n${payloadHash}`;
}

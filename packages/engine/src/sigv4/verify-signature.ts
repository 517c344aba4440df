import { timingSafeEqual } from "node:crypto";
import { AwsError } from "../http/aws-error.ts";
import type { AwsRequest } from "../http/aws-request.ts";
import { canonicalRequest, sha256 } from "./canonical-request.ts";
import { signature, signingKey } from "./signing-key.ts";

export interface Scope {
  readonly accessKeyId: string;
  readonly date: string;
  readonly region: string;
  readonly service: string;
}

/** What a signature claims, before anything of it is believed. */
export interface Claim extends Scope {
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  /** `YYYYMMDDTHHMMSSZ`. */
  readonly time: string;
  readonly sessionToken: string | undefined;
  /** Set for a presigned URL; else the header form with its ±15 minutes. */
  readonly expiresSeconds: number | undefined;
}

const skewMs = 15 * 60_000;
const maxExpiresSeconds = 604_800;

const incomplete = (message: string) => new AwsError("IncompleteSignatureException", 403, message);

function parseCredential(credential: string): Scope {
  const [accessKeyId, date, region, service, end] = credential.split("/");
  if (!accessKeyId || !date || !region || !service || end !== "aws4_request") {
    throw incomplete("Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term");
  }
  return { accessKeyId, date, region, service };
}

function parseExpires(text: string): number {
  const seconds = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  if (seconds >= 1 && seconds <= maxExpiresSeconds) return seconds;
  throw incomplete("X-Amz-Expires must be a number of seconds between 1 and 604800.");
}

function fromQuery(request: AwsRequest): Claim {
  const get = (name: string) => request.query.get(name) ?? "";
  return {
    ...parseCredential(get("X-Amz-Credential")),
    signedHeaders: get("X-Amz-SignedHeaders").split(";"),
    signature: get("X-Amz-Signature"),
    time: get("X-Amz-Date"),
    sessionToken: request.query.get("X-Amz-Security-Token") ?? undefined,
    expiresSeconds: parseExpires(get("X-Amz-Expires")),
  };
}

/** @throws AwsError when the request carries no signature, or half of one. */
export function parseClaim(request: AwsRequest): Claim {
  if (request.query.has("X-Amz-Signature")) return fromQuery(request);
  const header = request.headers.authorization;
  if (!header) throw new AwsError("MissingAuthenticationTokenException", 403, "Missing Authentication Token");
  const match = /^AWS4-HMAC-SHA256\s+(.*)$/.exec(header);
  const parts = new Map(
    (match?.[1] ?? "")
      .split(",")
      .map((part) => [part.trim().split("=", 1)[0] ?? "", part.trim().replace(/^[^=]*=/, "")]),
  );
  const signedHeaders = parts.get("SignedHeaders");
  const signatureText = parts.get("Signature");
  const time = request.headers["x-amz-date"];
  if (!match || !signedHeaders || !signatureText || !time) {
    throw incomplete(
      "Authorization header requires 'Credential', 'Signature' and 'SignedHeaders' parameters and an X-Amz-Date header.",
    );
  }
  return {
    ...parseCredential(parts.get("Credential") ?? ""),
    signedHeaders: signedHeaders.split(";"),
    signature: signatureText,
    time,
    sessionToken: request.headers["x-amz-security-token"],
    expiresSeconds: undefined,
  };
}

function parseTime(time: string): number {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(time);
  if (!match) throw incomplete(`Date must be in ISO-8601 'basic format'. Got '${time}'.`);
  const [, year, month, day, hour, minute, second] = match;
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}

function checkTime(claim: Claim, now: number): void {
  const at = parseTime(claim.time);
  const latest = claim.expiresSeconds === undefined ? at + skewMs : at + claim.expiresSeconds * 1000;
  const basic = (ms: number) => new Date(ms).toISOString().replace(/[-:]|\.\d+/g, "");
  if (now > latest) {
    throw new AwsError(
      "InvalidSignatureException",
      403,
      `Signature expired: ${claim.time} is now earlier than ${basic(now - skewMs)}`,
    );
  }
  if (at > now + skewMs) {
    throw new AwsError(
      "InvalidSignatureException",
      403,
      `Signature not yet current: ${claim.time} is still later than ${basic(now + skewMs)}`,
    );
  }
  if (!claim.time.startsWith(claim.date))
    throw incomplete("Date in Credential scope does not match the request's date.");
}

/** The body's hash is always computed from the body: a header that says otherwise is a forgery. */
function payloadHash(request: AwsRequest, claim: Claim): string {
  if (claim.expiresSeconds !== undefined) return sha256(request.body);
  const actual = sha256(request.body);
  const told = request.headers["x-amz-content-sha256"];
  if (told !== undefined && told !== actual) {
    throw new AwsError(
      "InvalidSignatureException",
      403,
      "The provided 'x-amz-content-sha256' header does not match what was computed.",
    );
  }
  return actual;
}

/** What says who the request is for and what it means must be signed: else anybody on the way may change it. */
function checkSignedHeaders({ headers }: AwsRequest, { signedHeaders }: Claim): void {
  const meaning = Object.keys(headers).filter((name) => name === "host" || name.startsWith("x-amz-"));
  const missing = ["host", ...meaning].find((name) => !signedHeaders.includes(name));
  if (missing !== undefined) throw incomplete(`'${missing}' must be a 'SignedHeader' in the AWS Authorization.`);
}

/**
 * Verifies Signature Version 4 with the secret that the claim's key ID stands for.
 * @throws AwsError `InvalidSignatureException` and its kin; never tells what the right signature would be.
 */
export function verifySignature(request: AwsRequest, claim: Claim, secret: string, now: number): void {
  checkTime(claim, now);
  checkSignedHeaders(request, claim);
  const text = canonicalRequest(request, claim.signedHeaders, payloadHash(request, claim));
  const scope = `${claim.date}/${claim.region}/${claim.service}/aws4_request`;
  const toSign = `AWS4-HMAC-SHA256\n${claim.time}\n${scope}\n${sha256(text)}`;
  const wanted = signature(signingKey(secret, claim.date, claim.region, claim.service), toSign);
  const given = Buffer.from(claim.signature, "hex");
  if (given.length === wanted.length && timingSafeEqual(given, wanted)) return;
  throw new AwsError(
    "InvalidSignatureException",
    403,
    "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.",
  );
}

import { AwsError } from "../http/aws-error.ts";
import type { AwsRequest } from "../http/aws-request.ts";
import { canonicalRequest, sha256 } from "./canonical-request.ts";
import { signingKey } from "./signing-key.ts";

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
const incompleteHeader = () =>
  incomplete(
    "Authorization header requires 'Credential', 'Signature' and 'SignedHeaders' parameters and an X-Amz-Date header.",
  );

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

/** All but the signature of an Authorization header, which a client repeats with every request of a day. */
interface Introduction {
  readonly scope: Scope;
  readonly signedHeaders: readonly string[];
}

const introductions = new Map<string, Introduction>();
const maxIntroductions = 1_000;
const maxIntroductionLength = 1_024;

function parseIntroduction(parts: ReadonlyMap<string, string>): Introduction {
  const signedHeaders = parts.get("SignedHeaders");
  if (!signedHeaders) throw incompleteHeader();
  return { scope: parseCredential(parts.get("Credential") ?? ""), signedHeaders: signedHeaders.split(";") };
}

function partsOf(header: string): Map<string, string> {
  const match = /^AWS4-HMAC-SHA256\s+(.*)$/.exec(header);
  if (!match) throw incompleteHeader();
  const parts = (match[1] ?? "").split(",").map((part) => part.trim());
  return new Map(parts.map((part) => [part.split("=", 1)[0] ?? "", part.replace(/^[^=]*=/, "")]));
}

const signatureMark = "Signature=";

/** The signature stands last in what every SDK sends; then what is before it need not be read again. */
function parseHeader(header: string): Introduction & { readonly signature: string } {
  const at = header.lastIndexOf(signatureMark);
  const signature = header.slice(at + signatureMark.length);
  const before = header.slice(0, at);
  const known = at > 0 && /^[0-9a-f]{64}$/.test(signature) ? introductions.get(before) : undefined;
  if (known) return { ...known, signature };
  const parts = partsOf(header);
  const introduction = parseIntroduction(parts);
  const told = parts.get("Signature");
  if (!told) throw incompleteHeader();
  if (told === signature && before.length <= maxIntroductionLength) {
    if (introductions.size >= maxIntroductions) introductions.clear();
    introductions.set(before, introduction);
  }
  return { ...introduction, signature: told };
}

/** @throws AwsError when the request carries no signature, or half of one. */
export function parseClaim(request: AwsRequest): Claim {
  if (request.rawQuery !== "" && request.query.has("X-Amz-Signature")) return fromQuery(request);
  const header = request.headers.authorization;
  if (!header) throw new AwsError("MissingAuthenticationTokenException", 403, "Missing Authentication Token");
  const { scope, signedHeaders, signature } = parseHeader(header);
  const time = request.headers["x-amz-date"];
  if (!time) throw incompleteHeader();
  return {
    accessKeyId: scope.accessKeyId,
    date: scope.date,
    region: scope.region,
    service: scope.service,
    signedHeaders,
    signature,
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

/** Requests of one second carry the same time. */
let lastTime = { text: "", ms: 0 };

function timeOf({ time }: Claim): number {
  if (lastTime.text !== time) lastTime = { text: time, ms: parseTime(time) };
  return lastTime.ms;
}

function checkTime(claim: Claim, now: number): void {
  const at = timeOf(claim);
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
  checkSigned("host", signedHeaders);
  for (const name in headers) if (name.startsWith("x-amz-")) checkSigned(name, signedHeaders);
}

function checkSigned(name: string, signedHeaders: readonly string[]): void {
  if (!signedHeaders.includes(name)) throw incomplete(`'${name}' must be a 'SignedHeader' in the AWS Authorization.`);
}

/** Takes the same time wherever two texts differ. */
function isEqual(given: string, wanted: string): boolean {
  let difference = given.length ^ wanted.length;
  for (let index = 0; index < wanted.length; index++) difference |= given.charCodeAt(index) ^ wanted.charCodeAt(index);
  return difference === 0;
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
  const wanted = signingKey(secret, claim.date, claim.region, claim.service).sign(toSign);
  if (isEqual(claim.signature, wanted)) return;
  throw new AwsError(
    "InvalidSignatureException",
    403,
    "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.",
  );
}

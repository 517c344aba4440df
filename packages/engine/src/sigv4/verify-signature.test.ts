import { Sha256 } from "@aws-crypto/sha256-js";
import { SignatureV4 } from "@smithy/signature-v4";
import { describe, expect, test } from "vitest";
import type { AwsRequest } from "../http/aws-request.ts";
import { sha256 } from "./canonical-request.ts";
import { parseClaim, verifySignature } from "./verify-signature.ts";

const credentials = { accessKeyId: "AKIATEST", secretAccessKey: "the secret", sessionToken: "a+token/with=signs" };
const now = Date.UTC(2026, 10, 24, 12, 0, 0);
const host = "127.0.0.1:3003";

/** The same numbers at every run: a failure can be run again. */
function randoms(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
const next = randoms(7);
const pick = <T>(values: readonly [T, ...T[]]): T => values[Math.floor(next() * values.length)] ?? values[0];
const word = () =>
  Array.from({ length: 1 + Math.floor(next() * 8) }, () =>
    pick(["a", "Z", "9", "-", "_", "~", ":", "$", "ä", " ", "*", "'", "(", "%", "+", "&", "="]),
  ).join("");

interface Plan {
  readonly method: string;
  readonly path: string;
  readonly query: Record<string, string | string[]>;
  readonly headers: Record<string, string>;
  readonly body: string;
}

function makePlan(): Plan {
  const parts = Array.from({ length: Math.floor(next() * 4) }, () => encodeURIComponent(word()));
  const names = Array.from({ length: Math.floor(next() * 4) }, word);
  const query = Object.fromEntries(names.map((name) => [name, next() < 0.2 ? [word(), word()] : word()]));
  const headers = {
    "x-amz-tenant-id": `a   b ${word().trim().replace("ä", "e")}x`,
    "content-type": "application/json",
  };
  return { method: pick(["GET", "POST", "PUT", "DELETE"]), path: `/${parts.join("/")}`, query, headers, body: word() };
}

const signer = (service = "lambda", secretAccessKey = credentials.secretAccessKey) =>
  new SignatureV4({
    service,
    region: "eu-central-1",
    sha256: Sha256,
    applyChecksum: true,
    credentials: { ...credentials, secretAccessKey },
  });

const encode = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (at) => `%${at.charCodeAt(0).toString(16).toUpperCase()}`);

/** What arrives at the engine: header names in lower case, path and query as they were written. */
function onTheWire(signed: Omit<Plan, "body">, body: string): AwsRequest {
  const rawQuery = Object.entries(signed.query)
    .flatMap(([name, value]) => (Array.isArray(value) ? value : [value]).map((one) => `${encode(name)}=${encode(one)}`))
    .join("&");
  const headers = Object.fromEntries(
    Object.entries(signed.headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
  const query = new URLSearchParams(rawQuery);
  return {
    method: signed.method,
    rawPath: signed.path,
    rawQuery,
    query,
    headers,
    body: Buffer.from(body),
    sourceIp: "127.0.0.1",
  };
}

async function sign(plan: Plan, at = now, by = signer()): Promise<AwsRequest> {
  const { body, ...rest } = plan;
  const signed = await by.sign(
    { ...rest, headers: { ...rest.headers, host }, body, protocol: "http:", hostname: "127.0.0.1", port: 3003 },
    { signingDate: new Date(at) },
  );
  const query = Object.fromEntries(Object.entries(signed.query ?? {}).map(([name, value]) => [name, value ?? ""]));
  return onTheWire({ method: signed.method, path: signed.path, query, headers: signed.headers }, body);
}

const verify = (request: AwsRequest, secret = credentials.secretAccessKey, at = now) =>
  verifySignature(request, parseClaim(request), secret, at);
const simple: Plan = {
  method: "POST",
  path: "/2015-03-31/functions/a/invocations",
  query: {},
  headers: {},
  body: "{}",
};

describe("verifying a signature", () => {
  test("accepts whatever AWS's own signer signs", async () => {
    for (let round = 0; round < 400; round += 1) {
      const plan = makePlan();
      const request = await sign(plan);
      expect(() => verify(request), JSON.stringify(plan)).not.toThrow();
    }
  });

  test("accepts a presigned URL until it expires", async () => {
    const signed = await signer().presign(
      {
        ...simple,
        body: undefined,
        method: "GET",
        headers: { host },
        protocol: "http:",
        hostname: "127.0.0.1",
        port: 3003,
      },
      { signingDate: new Date(now), expiresIn: 60 },
    );
    const query = Object.fromEntries(Object.entries(signed.query ?? {}).map(([name, value]) => [name, value ?? ""]));
    const request = onTheWire({ method: "GET", path: signed.path, query, headers: { host } }, "");
    expect(parseClaim(request).sessionToken).toBe(credentials.sessionToken);
    expect(() => verify(request, undefined, now + 59_000)).not.toThrow();
    expect(() => verify(request, undefined, now + 61_000)).toThrow("Signature expired");
  });

  const changes: Record<string, (request: AwsRequest) => AwsRequest> = {
    "another body": (request) => ({ ...request, body: Buffer.from('{"a":1}') }),
    "another body with its own hash beside it": (request) => ({
      ...request,
      body: Buffer.from("[]"),
      headers: { ...request.headers, "x-amz-content-sha256": sha256("[]") },
    }),
    "another path": (request) => ({ ...request, rawPath: request.rawPath.replace("/a/", "/b/") }),
    "another method": (request) => ({ ...request, method: "PUT" }),
    "one more parameter": (request) => ({ ...request, rawQuery: "Qualifier=2" }),
    "another host": (request) => ({ ...request, headers: { ...request.headers, host: "127.0.0.1:1" } }),
    "another token": (request) => ({ ...request, headers: { ...request.headers, "x-amz-security-token": "other" } }),
  };
  test.each(Object.keys(changes))("refuses %s than was signed", async (name) => {
    const changed = changes[name]?.(await sign(simple));
    expect(changed).toBeDefined();
    if (changed)
      expect(() => verify(changed)).toThrow(
        expect.objectContaining({ code: "InvalidSignatureException", status: 403 }),
      );
  });

  test("refuses an AWS header that was slipped in beside the signed ones", async () => {
    const request = await sign(simple);
    const changed = { ...request, headers: { ...request.headers, "x-amz-tenant-id": "another" } };
    expect(() => verify(changed)).toThrow("'x-amz-tenant-id' must be a 'SignedHeader'");
  });

  test("refuses another secret, and a signature for another service", async () => {
    const request = await sign(simple);
    expect(() => verify(request, "another secret")).toThrow(
      expect.objectContaining({ code: "InvalidSignatureException" }),
    );
    const authorization = (request.headers.authorization ?? "").replace("/lambda/", "/logs/");
    const moved = { ...request, headers: { ...request.headers, authorization } };
    expect(() => verify(moved)).toThrow(expect.objectContaining({ code: "InvalidSignatureException" }));
  });

  test.each([
    [14 * 60_000, undefined],
    [-14 * 60_000, undefined],
    [16 * 60_000, "Signature expired: 20261124T120000Z is now earlier than 20261124T120100Z"],
    [-16 * 60_000, "Signature not yet current: 20261124T120000Z is still later than 20261124T115900Z"],
  ])("judges a clock that is %i ms ahead of the signer's", async (offset, refusal) => {
    const request = await sign(simple);
    const attempt = () => verify(request, undefined, now + offset);
    if (refusal) expect(attempt).toThrow(refusal);
    else expect(attempt).not.toThrow();
  });
});

describe("a claim", () => {
  const request = (headers: Record<string, string>): AwsRequest => onTheWire({ ...simple, headers }, "");
  test.each([
    [{}, "MissingAuthenticationTokenException"],
    [{ authorization: "Basic abc" }, "IncompleteSignatureException"],
    [
      { authorization: "AWS4-HMAC-SHA256 Credential=a/b/c/d/aws4_request, SignedHeaders=host, Signature=00" },
      "IncompleteSignatureException",
    ],
    [
      {
        authorization: "AWS4-HMAC-SHA256 Credential=a/b/c, SignedHeaders=host, Signature=00",
        "x-amz-date": "20261124T120000Z",
      },
      "IncompleteSignatureException",
    ],
  ])("that is missing or half is refused by name: %j", (headers, code) => {
    expect(() => parseClaim(request({ ...headers }))).toThrow(expect.objectContaining({ code, status: 403 }));
  });

  test.each(["", "0", "x", "604801", "99999999999"])(
    "of a presigned URL that is good for %j seconds is refused",
    (seconds) => {
      const query = {
        "X-Amz-Signature": "00",
        "X-Amz-Credential": "a/20261124/r/lambda/aws4_request",
        "X-Amz-Expires": seconds,
      };
      expect(() => parseClaim(onTheWire({ ...simple, query }, ""))).toThrow("X-Amz-Expires");
    },
  );
});

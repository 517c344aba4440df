import { Sha256 } from "@aws-crypto/sha256-js";
import { SignatureV4 } from "@smithy/signature-v4";
import { expect, test } from "vitest";
import type { AwsRequest } from "../http/aws-request.ts";
import { parseClaim, verifySignature } from "./verify-signature.ts";

// What AWS's own signer would have signed is right, and nothing else is: requests are signed, changed at random, and
// judged by both. Bounded, and the same at every run.
const rounds = 2000;
const now = Date.UTC(2026, 10, 24, 12, 0, 0);
const credentials = { accessKeyId: "AKIATEST", secretAccessKey: "the secret", sessionToken: "token/with+signs=" };
const signer = new SignatureV4({
  service: "lambda",
  region: "eu-central-1",
  sha256: Sha256,
  applyChecksum: true,
  credentials,
});

function randoms(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
const next = randoms(11);
const pick = <T>(values: readonly [T, ...T[]]): T => values[Math.floor(next() * values.length)] ?? values[0];
const word = () =>
  Array.from({ length: 1 + Math.floor(next() * 5) }, () =>
    pick(["a", "Z", "9", "-", "~", ":", "$", "ä", " ", "*", "%", "+", "&", "="]),
  ).join("");
const encode = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (at) => `%${at.charCodeAt(0).toString(16).toUpperCase()}`);

/** A request as it stands on the wire. */
interface Wire {
  readonly method: string;
  readonly path: string;
  readonly query: readonly (readonly [string, string])[];
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

function makeWire(): Wire {
  const parts = Array.from({ length: 1 + Math.floor(next() * 3) }, () => encode(word()));
  const names = new Set(Array.from({ length: Math.floor(next() * 4) }, word));
  return {
    method: pick(["GET", "POST", "PUT"]),
    path: `/${parts.join("/")}`,
    query: [...names].map((name) => [name, word()] as const),
    headers: {
      host: "127.0.0.1:3003",
      "x-amz-tenant-id": `t ${Math.floor(next() * 100)}`,
      "content-type": "application/json",
    },
    body: word(),
  };
}

/** The headers that the reference signer would send with this request. */
async function signedHeaders(
  { method, path, query, headers, body }: Wire,
  at: number,
): Promise<Record<string, string>> {
  const added = new Set(["authorization", "x-amz-date", "x-amz-security-token", "x-amz-content-sha256"]);
  const own = Object.fromEntries(Object.entries(headers).filter(([name]) => !added.has(name)));
  const signed = await signer.sign(
    { method, path, query: Object.fromEntries(query), headers: own, body, protocol: "http:", hostname: "127.0.0.1" },
    { signingDate: new Date(at) },
  );
  return Object.fromEntries(Object.entries(signed.headers).map(([name, value]) => [name.toLowerCase(), value]));
}

const replaceAt = (text: string, at: number, character: string) => text.slice(0, at) + character + text.slice(at + 1);
const withHeader = (wire: Wire, name: string, value: string): Wire => ({
  ...wire,
  headers: { ...wire.headers, [name]: value },
});

/** One change each; some of them mean the same request as before. */
const changes: readonly [(wire: Wire) => Wire, ...((wire: Wire) => Wire)[]] = [
  (wire) => wire,
  (wire) => ({ ...wire, method: pick(["GET", "POST", "PUT", "DELETE"]) }),
  (wire) => ({
    ...wire,
    path: replaceAt(wire.path, 1 + Math.floor(next() * (wire.path.length - 1)), pick(["a", "9", "-"])),
  }),
  (wire) => ({ ...wire, path: `${wire.path}/` }),
  (wire) => ({ ...wire, query: [...wire.query].reverse() }),
  (wire) => ({ ...wire, query: [...wire.query, [`n${word()}`, word()]] }),
  (wire) => ({ ...wire, query: wire.query.slice(1) }),
  (wire) => ({
    ...wire,
    query: wire.query.map(([name, value], index) => [name, index === 0 ? `${value}x` : value] as const),
  }),
  (wire) => withHeader(wire, "x-amz-tenant-id", (wire.headers["x-amz-tenant-id"] ?? "").replace(" ", "   ")),
  (wire) => withHeader(wire, "x-amz-tenant-id", `  ${wire.headers["x-amz-tenant-id"]}  `),
  (wire) => withHeader(wire, "x-amz-tenant-id", `t ${Math.floor(next() * 100)}`),
  (wire) => withHeader(wire, "content-type", pick(["application/json", "text/plain"])),
  (wire) => withHeader(wire, "host", pick(["127.0.0.1:3003", "127.0.0.1", "LOCALHOST:3003"])),
  (wire) => withHeader(wire, "x-amz-security-token", pick([credentials.sessionToken, "another"])),
  (wire) => withHeader(wire, "x-amz-date", `20261124T12000${Math.floor(next() * 3)}Z`),
  (wire) => ({ ...wire, body: pick([wire.body, `${wire.body} `, ""]) }),
  (wire) => {
    const text = wire.headers.authorization ?? "";
    const at = text.length - 1 - Math.floor(next() * 64);
    return withHeader(wire, "authorization", replaceAt(text, at, pick(["0", "1", "a", "f"])));
  },
  (wire) =>
    withHeader(
      wire,
      "authorization",
      (wire.headers.authorization ?? "").replace(
        pick(["/lambda/", "eu-central-1", "20261124"]),
        pick(["/lambda/", "/logs/", "eu-central-1", "20261123"]),
      ),
    ),
];

function toRequest({ method, path, query, headers, body }: Wire): AwsRequest {
  const rawQuery = query.map(([name, value]) => `${encode(name)}=${encode(value)}`).join("&");
  const rest = { rawQuery, query: new URLSearchParams(rawQuery), body: Buffer.from(body), sourceIp: "127.0.0.1" };
  return { method, rawPath: path, headers, ...rest };
}

function isAccepted(wire: Wire): boolean {
  const request = toRequest(wire);
  try {
    verifySignature(request, parseClaim(request), credentials.secretAccessKey, now);
    return true;
  } catch {
    return false;
  }
}

/** Right is what the reference would send: the same signature over the same token, date and body hash. */
async function isRight(wire: Wire): Promise<boolean> {
  const time = wire.headers["x-amz-date"] ?? "";
  const at = Date.parse(time.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"));
  const wanted = await signedHeaders(wire, at);
  const names = ["authorization", "x-amz-security-token", "x-amz-content-sha256"];
  return names.every((name) => wanted[name] === wire.headers[name]);
}

test("the engine and AWS's own signer agree on every one of thousands of changed requests", async () => {
  const verdicts = { accepted: 0, refused: 0 };
  for (let round = 0; round < rounds; round += 1) {
    const plain = makeWire();
    const signed = { ...plain, headers: { ...plain.headers, ...(await signedHeaders(plain, now)) } };
    const changed = pick(changes)(signed);
    const right = await isRight(changed);
    expect(isAccepted(changed), `round ${round}: ${JSON.stringify(changed)}`).toBe(right);
    verdicts[right ? "accepted" : "refused"] += 1;
  }
  expect(Math.min(verdicts.accepted, verdicts.refused)).toBeGreaterThan(rounds / 10);
}, 240_000);

import { expect, test } from "vitest";
import { scrubPatterns } from "./scrub-patterns.ts";

const jwt = `eyJhbGciOiJFUzI1NiJ9.${"a".repeat(40)}.${"b".repeat(40)}`;

test.each([
  ["key AKIAIOSFODNN7EXAMPLE used", "key [secret] used"],
  [`token ${jwt}`, "token [secret]"],
  ["authorization: Bearer abcdef0123456789", "authorization: Bearer [secret]"],
  ['{"password":"hunter2hunter2","user":"mia"}', '{"password":"[secret]","user":"mia"}'],
  ['{\\"clientSecret\\":\\"abc123def456\\"}', '{\\"clientSecret\\":\\"[secret]\\"}'],
  ["postgres://app:s3cret@db.internal/x", "postgres://app:[secret]@db.internal/x"],
  ["a -----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY----- b", "a [secret] b"],
  [
    "-----BEGIN RSA PRIVATE KEY----- -----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----",
    "-----BEGIN RSA PRIVATE KEY----- [secret]",
  ],
  [`{"token":"${jwt}"} ${jwt}`, '{"token":"[secret]"} [secret]'],
])("%s is stored without its secret", (said, stored) => {
  expect(scrubPatterns(said)).toBe(stored);
});

test.each(["the secret: be patient", "password: wrong", "invoice 4711 took 12 ms", "https://example.com/a:b"])(
  "%s is no secret",
  (said) => {
    expect(scrubPatterns(said)).toBe(said);
  },
);

test.each(["-eyJaaaaaaaaa", "secret=", "Bearer ", "ab://c:"])(
  "a line made to be slow to scrub is not: 256 KB of %s",
  (part) => {
    const began = performance.now();
    scrubPatterns(part.repeat(Math.ceil(262_144 / part.length)));
    expect(performance.now() - began).toBeLessThan(3000);
  },
);

test.each(["-----BEGIN PRIVATE KEY-----", "eyJ-", "eyJaaaaaaaaa."])(
  "what may be long is not looked for from each of its beginnings: 4 MB, as many as a call logs, of %s",
  (part) => {
    const began = performance.now();
    scrubPatterns(part.repeat(Math.ceil(4_194_304 / part.length)));
    expect(performance.now() - began).toBeLessThan(2000); // else it takes three seconds and more
  },
);

import { expect, test } from "vitest";
import { callSecretTag, makeCallSecret, readCallSecret } from "./call-secret.ts";
import { parseMasterKey } from "./master-key.ts";

const masterKey = parseMasterKey(Buffer.alloc(32, 7).toString("base64"));
const another = parseMasterKey(Buffer.alloc(32, 8).toString("base64"));
const tag = callSecretTag(masterKey, "acme", "hash");
const made = { tag, hops: 3, expiresAt: 1_800_000_000 };
const text = makeCallSecret(masterKey, made);

test("a call's secret says what it was made with, and holds its tag as it is", () => {
  expect(readCallSecret(masterKey, text)).toEqual(made);
  expect(text).toContain(tag);
});

test("the tag is another for another client, secret and key", () => {
  const others = [
    callSecretTag(masterKey, "globex", "hash"),
    callSecretTag(masterKey, "acme", "hash2"),
    callSecretTag(another, "acme", "hash"),
  ];
  expect(new Set([tag, ...others]).size).toBe(4);
});

test.each([
  ["fewer hops", text.replace(".3.", ".1.")],
  ["a later end", text.replace("1800000000", "1900000000")],
  ["another tag", text.replace(tag, callSecretTag(masterKey, "globex", "hash"))],
  ["another key", makeCallSecret(another, made)],
  ["no signature", text.slice(0, text.lastIndexOf("."))],
  ["zeros in front", text.replace(".3.", ".03.")],
  ["more behind it", `${text}a`],
  ["nothing", ""],
  ["a client's own secret", "A".repeat(43)],
])("with %s it is none", (_, changed) => {
  expect(readCallSecret(masterKey, changed)).toBeUndefined();
});

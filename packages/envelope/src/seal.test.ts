import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { open, parseMasterKey, seal } from "./index.ts";

const key = parseMasterKey(randomBytes(32).toString("base64"));

describe("a sealed secret", () => {
  test("opens with the same key and context", () => {
    expect(open(key, seal(key, "grüezi", "credential:1"), "credential:1")).toBe("grüezi");
  });

  test("differs each time, so that equal secrets do not look equal", () => {
    expect(seal(key, "a", "c").ciphertext).not.toEqual(seal(key, "a", "c").ciphertext);
  });

  test("does not open in another row's place", () => {
    expect(() => open(key, seal(key, "a", "credential:1"), "credential:2")).toThrow();
  });

  test("does not open with another master key, and says which one it was", () => {
    const other = parseMasterKey(randomBytes(32).toString("base64"));
    expect(() => open(other, seal(key, "a", "c"), "c")).toThrow(`sealed with master key ${key.id}`);
  });

  test("does not open when any one byte was changed", () => {
    const sealed = seal(key, "secret", "c");
    for (let at = 0; at < sealed.ciphertext.length; at++) {
      const ciphertext = sealed.ciphertext.slice();
      ciphertext[at] = (ciphertext[at] ?? 0) ^ 1;
      expect(() => open(key, { ...sealed, ciphertext }, "c")).toThrow();
    }
  });
});

test("a master key of another length is refused", () => {
  expect(() => parseMasterKey("c2hvcnQ=")).toThrow("The master key must be 32 bytes in base64.");
});

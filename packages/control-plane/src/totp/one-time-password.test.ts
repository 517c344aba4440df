import { describe, expect, test } from "vitest";
import { base32, oneTimePassword, stepOf } from "./one-time-password.ts";

/** RFC 6238, appendix B, SHA-1: its eight digits end with our six. */
const secret = Buffer.from("12345678901234567890");

test.each([
  [59, "287082"],
  [1_111_111_109, "081804"],
  [1_111_111_111, "050471"],
  [1_234_567_890, "005924"],
  [2_000_000_000, "279037"],
  [20_000_000_000, "353130"],
])("at %d seconds the code is the RFC's", (seconds, code) => {
  expect(oneTimePassword(secret, Math.floor(seconds / 30))).toBe(code);
});

test.each([
  ["", ""],
  ["f", "MY"],
  ["fo", "MZXQ"],
  ["foobar", "MZXW6YTBOI"],
])("base32 of %j is RFC 4648's, without padding", (text, wanted) => {
  expect(base32(Buffer.from(text))).toBe(wanted);
});

describe("a code", () => {
  const nowMs = 1_111_111_111_000;
  const now = Math.floor(nowMs / 30_000);
  const of = (code: string, after = 0) => stepOf(code, { secret, after, nowMs });

  test("is good now and a step beside, with spaces as apps show it", () => {
    for (const step of [now - 1, now, now + 1]) expect(of(oneTimePassword(secret, step))).toBe(step);
    expect(of("050 471")).toBe(now);
  });

  test.each(["", "050472", "50471", "0504710", "abcdef", "０５０４７１"])("%j is none", (code) => {
    expect(of(code)).toBeUndefined();
  });

  test("two steps away is none, and none is good twice", () => {
    expect(of(oneTimePassword(secret, now - 2))).toBeUndefined();
    expect(of("050471", now)).toBeUndefined();
  });
});

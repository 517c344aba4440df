import { describe, expect, test } from "vitest";
import { UsageBook } from "./usage-book.ts";

const noon = Date.parse("2026-11-25T12:00:00Z");
const limits = { invocationsPerDay: 10, spendCentsPerDay: 100 };
const usage = (invocations: number, spendUsd = 0) => ({ day: "2026-11-25", invocations, spendUsd });

describe("the day's invocations", () => {
  test("are counted as they begin, on top of what the database told", () => {
    const book = new UsageBook(() => noon);
    book.tell("acme", usage(7));
    for (let call = 0; call < 3; call += 1) book.begin("acme", limits);
    expect(() => book.begin("acme", limits)).toThrow(
      expect.objectContaining({ code: "limit_exceeded", reason: "daily_invocations", retryAfterSeconds: 43_200 }),
    );
  });

  test("are not counted twice when the ledger tells of those that were begun here", () => {
    const book = new UsageBook(() => noon);
    for (let call = 0; call < 4; call += 1) book.begin("acme", limits);
    book.tell("acme", usage(4));
    for (let call = 0; call < 6; call += 1) book.begin("acme", limits);
    expect(() => book.begin("acme", limits)).toThrow("It goes on at 00:00 UTC.");
  });

  test("begin anew at midnight UTC; news of yesterday, and older news, change nothing", () => {
    let now = noon;
    const book = new UsageBook(() => now);
    book.tell("acme", usage(10));
    book.tell("acme", usage(3));
    expect(() => book.begin("acme", limits)).toThrow();
    now = Date.parse("2026-11-26T00:00:01Z");
    book.tell("acme", usage(11));
    book.begin("acme", limits);
  });

  test("of one tenant are nothing to another", () => {
    const book = new UsageBook(() => noon);
    book.tell("acme", usage(10));
    book.begin("globex", limits);
  });
});

test("the day's money ends the day's invocations", () => {
  const book = new UsageBook(() => noon);
  const money = { invocationsPerDay: 10, spendCentsPerDay: 50 };
  book.tell("acme", usage(1, 0.49));
  book.begin("acme", money);
  book.tell("acme", usage(2, 0.5));
  expect(() => book.begin("acme", money)).toThrow(expect.objectContaining({ reason: "daily_spend" }));
});

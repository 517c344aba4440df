import { expect, test } from "vitest";
import { RateBuckets } from "./rate-buckets.ts";

test("a tenant may burst two seconds of its rate, then its rate; the refusal says how long to wait", () => {
  let now = 0;
  const buckets = new RateBuckets(() => now);
  for (let request = 0; request < 20; request += 1) buckets.take("acme", 10);
  expect(() => buckets.take("acme", 10)).toThrow(
    expect.objectContaining({ code: "limit_exceeded", reason: "rate", retryAfterSeconds: 1 }),
  );
  now += 500;
  for (let request = 0; request < 5; request += 1) buckets.take("acme", 10);
  expect(() => buckets.take("acme", 10)).toThrow("10 requests a second");
});

test("one tenant's flood takes nothing of another's rate", () => {
  const buckets = new RateBuckets(() => 0);
  for (let request = 0; request < 50; request += 1) {
    try {
      buckets.take("acme", 1);
    } catch {}
  }
  buckets.take("globex", 1);
});

test("a rate below one a second is kept, and its wait is told", () => {
  let now = 0;
  const buckets = new RateBuckets(() => now);
  buckets.take("acme", 0.1);
  expect(() => buckets.take("acme", 0.1)).toThrow(expect.objectContaining({ retryAfterSeconds: 10 }));
  now += 10_000;
  buckets.take("acme", 0.1);
});

test("a clock that is set back stops nobody", () => {
  let now = 3_600_000;
  const buckets = new RateBuckets(() => now);
  buckets.take("acme", 10);
  now = 0;
  for (let request = 0; request < 19; request += 1) buckets.take("acme", 10);
  expect(() => buckets.take("acme", 10)).toThrow(expect.objectContaining({ retryAfterSeconds: 1 }));
  now += 500;
  for (let request = 0; request < 5; request += 1) buckets.take("acme", 10);
});

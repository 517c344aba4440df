import { expect, test, vi } from "vitest";
import { Freshness } from "./freshness.ts";

test("what is in memory is believed for its life after a loss, and again once it is told of changes", () => {
  let now = 0;
  const freshness = new Freshness(1000, () => now);
  freshness.lose();
  now = 1000;
  freshness.check();
  now = 1001;
  expect(() => freshness.check()).toThrow(expect.objectContaining({ code: "unavailable" }));
  freshness.regain();
  freshness.check();
});

test("a clock that is set back makes nothing younger", async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  try {
    const freshness = new Freshness(0);
    freshness.lose();
    vi.setSystemTime(Date.now() - 3_600_000);
    await vi.waitFor(() => expect(() => freshness.check()).toThrow("cannot check tenants"), 1000);
  } finally {
    vi.useRealTimers();
  }
});

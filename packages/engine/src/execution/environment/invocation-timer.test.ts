import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { InvocationTimer } from "./invocation-timer.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function make() {
  const calls: string[] = [];
  const listener = { onLook: () => void calls.push("look"), onTimeout: () => void calls.push("timeout") };
  return { calls, timer: new InvocationTimer(listener) };
}

it("looks every 50 ms at what lasts, and tells the end of its time once", () => {
  const { calls, timer } = make();
  timer.start(170);
  vi.advanceTimersByTime(169);
  expect(calls).toEqual(["look", "look", "look"]);
  vi.advanceTimersByTime(1_000);
  expect(calls).toEqual(["look", "look", "look", "timeout"]);
});

it("never looks at what is short, and gives each invocation all of its time", () => {
  const { calls, timer } = make();
  for (let round = 0; round < 20; round++) {
    timer.start(100);
    vi.advanceTimersByTime(20);
    timer.stop();
  }
  expect(calls).toEqual([]);
  timer.start(100);
  vi.advanceTimersByTime(99);
  expect(calls).toEqual(["look"]);
  vi.advanceTimersByTime(1);
  expect(calls).toEqual(["look", "timeout"]);
});

it("does nothing more when its environment has ended", () => {
  const { calls, timer } = make();
  timer.start(100);
  timer.end();
  vi.advanceTimersByTime(1_000);
  expect(calls).toEqual([]);
});

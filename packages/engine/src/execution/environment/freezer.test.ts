import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Freezer } from "./freezer.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function make(afterMs: number) {
  const states: boolean[] = [];
  return { states, freezer: new Freezer({ freeze: (frozen) => void states.push(frozen) }, afterMs) };
}

it("freezes when the moment after an invocation is over, and not before", () => {
  const { states, freezer } = make(5);
  freezer.rest();
  vi.advanceTimersByTime(4);
  expect(states).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(states).toEqual([true]);
  freezer.wake();
  expect(states).toEqual([true, false]);
});

it("leaves alone who is invoked again at once, and counts the moment from the last invocation's end", () => {
  const { states, freezer } = make(5);
  for (let round = 0; round < 10; round++) {
    freezer.rest();
    vi.advanceTimersByTime(3);
    freezer.wake();
    vi.advanceTimersByTime(40);
  }
  expect(states).toEqual([]);
  freezer.rest();
  vi.advanceTimersByTime(3);
  freezer.wake();
  freezer.rest();
  vi.advanceTimersByTime(4);
  expect(states).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(states).toEqual([true]);
});

it("freezes at once where no moment is given", () => {
  const { states, freezer } = make(0);
  freezer.rest();
  expect(states).toEqual([true]);
});

it("thaws what ends, for frozen processes cannot die, and freezes it no more", () => {
  const { states, freezer } = make(0);
  freezer.rest();
  freezer.end();
  freezer.rest();
  expect(states).toEqual([true, false]);
});

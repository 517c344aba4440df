import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { CommonShare } from "./common-share.ts";

let usedMs = 0;
let place: string;
const share = () =>
  new CommonShare({
    weight: { set: (weight) => (place = `weight ${weight}`), beLast: () => (place = "last") },
    ordinary: 2048,
    processors: 2,
    usedMs: () => usedMs,
  });

const lasting = { givesWay: true };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Functions use this part of both processors for so long. */
function use(part: number, ms: number): void {
  for (let passed = 0; passed < ms; passed += 10) {
    usedMs += part * 2 * 10;
    vi.advanceTimersByTime(10);
  }
}

test("functions that use most of the machine go after all else on it, and count again once they get little", () => {
  const functions = share();
  expect(place).toBe("weight 2048");
  functions.join(lasting);
  functions.watch();
  use(0.9, 300);
  expect(place).toBe("last");
  use(0.02, 500);
  expect(place).toBe("weight 2048");
  functions.end();
});

test("short invocations alone count as they are, however many: nothing waits for the end of their turns", () => {
  const functions = share();
  functions.join({ givesWay: false });
  functions.watch();
  use(0.9, 300);
  expect(place).toBe("weight 2048");
  functions.join(lasting);
  use(0.9, 50);
  expect(place).toBe("last");
  functions.leave(lasting);
  use(0.9, 50);
  expect(place).toBe("weight 2048");
  functions.end();
});

test("functions that use a little of it count as they are", () => {
  const functions = share();
  functions.join(lasting);
  functions.watch();
  use(0.2, 2_000);
  expect(place).toBe("weight 2048");
  functions.end();
});

test("nobody looks once nothing has run for a second; what begins is looked at again", () => {
  const functions = share();
  functions.join(lasting);
  functions.watch();
  use(0.9, 300);
  use(0, 1_500);
  expect([vi.getTimerCount(), place]).toEqual([0, "weight 2048"]);
  functions.watch();
  functions.watch();
  expect(vi.getTimerCount()).toBe(1);
  functions.end();
  expect(vi.getTimerCount()).toBe(0);
});

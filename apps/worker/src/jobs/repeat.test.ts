import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { repeat } from "./repeat.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const fail = (error: unknown) => expect.fail(String(error));

/** Work whose turns end when the test says so. */
function turns() {
  const ends: ((error?: Error) => void)[] = [];
  const work = vi.fn(
    () => new Promise<void>((resolve, reject) => ends.push((error) => (error ? reject(error) : resolve()))),
  );
  const end = async (error?: Error) => {
    ends.shift()?.(error);
    await vi.advanceTimersByTimeAsync(0);
  };
  return { work, end };
}

test("a turn begins so long after the end of the one before it, and never beside it", async () => {
  const { work, end } = turns();
  const repetition = repeat(work, { everyMs: 1000, tell: fail });
  await vi.advanceTimersByTimeAsync(999);
  expect(work).toHaveBeenCalledTimes(0);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(work).toHaveBeenCalledTimes(1);
  await end();
  await vi.advanceTimersByTimeAsync(1000);
  expect(work).toHaveBeenCalledTimes(2);
  await end();
  await repetition.stop();
});

test("what a turn throws is told, and the next one comes all the same", async () => {
  const { work, end } = turns();
  const tell = vi.fn();
  const repetition = repeat(work, { everyMs: 1000, tell });
  await vi.advanceTimersByTimeAsync(1000);
  await end(new Error("away"));
  expect(tell).toHaveBeenCalledWith(new Error("away"));
  await vi.advanceTimersByTimeAsync(1000);
  expect(work).toHaveBeenCalledTimes(2);
  await end();
  await repetition.stop();
});

test("who asks often has one turn, once they were gathered; who asks during a turn has one more after it", async () => {
  const { work, end } = turns();
  const repetition = repeat(work, { everyMs: 60_000, gatherMs: 500, tell: fail });
  for (const _ of [1, 2, 3]) {
    repetition.soon();
    await vi.advanceTimersByTimeAsync(100);
  }
  expect(work).toHaveBeenCalledTimes(0);
  await vi.advanceTimersByTimeAsync(200);
  expect(work).toHaveBeenCalledTimes(1);
  repetition.soon();
  repetition.soon();
  await end();
  await vi.advanceTimersByTimeAsync(500);
  expect(work).toHaveBeenCalledTimes(2);
  await end();
  await vi.advanceTimersByTimeAsync(59_999);
  expect(work).toHaveBeenCalledTimes(2);
  await repetition.stop();
});

test("it is stopped once the turn under way has ended, and none begins after it", async () => {
  const { work, end } = turns();
  const repetition = repeat(work, { everyMs: 1000, tell: fail });
  await vi.advanceTimersByTimeAsync(1000);
  const stopped = vi.fn();
  const stopping = repetition.stop().then(stopped);
  repetition.soon();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(stopped).not.toHaveBeenCalled();
  await end();
  await stopping;
  await vi.advanceTimersByTimeAsync(10_000);
  expect(work).toHaveBeenCalledTimes(1);
});

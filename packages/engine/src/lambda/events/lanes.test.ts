import { expect, test } from "vitest";
import type { Event } from "./event.ts";
import { Lanes } from "./lanes.ts";

let count = 0;
function eventOf(functionName: string): Event {
  count += 1;
  const times = { acceptedAt: 0, notBefore: 0, createdAt: 0 };
  return { requestId: String(count), functionName, version: "1", attempts: 0, postponed: 0, hops: 0, ...times };
}

test("a function that floods the queue does not hold up its neighbour", () => {
  const lanes = new Lanes(2, 10);
  for (let index = 0; index < 100; index += 1) lanes.add(eventOf("flood"));
  lanes.add(eventOf("neighbour"));
  const taken = [lanes.take(), lanes.take(), lanes.take(), lanes.take()].map((event) => event?.functionName);
  expect(taken.filter((name) => name === "neighbour")).toEqual(["neighbour"]);
  expect(taken.filter((name) => name === "flood")).toHaveLength(2);
});

test("no more run than the bound of a function and of all, and the next one when one is done", () => {
  const lanes = new Lanes(2, 3);
  for (const name of ["a", "a", "a", "b", "b"]) lanes.add(eventOf(name));
  const running = [lanes.take(), lanes.take(), lanes.take()];
  expect(lanes.take()).toBeUndefined();
  if (running[0]) lanes.done(running[0]);
  expect(lanes.take()).toBeDefined();
  expect(lanes.take()).toBeUndefined();
});

test("a function's events come in the order of their acceptance", () => {
  const lanes = new Lanes(10, 10);
  const events = [eventOf("a"), eventOf("a"), eventOf("a")];
  for (const event of events) lanes.add(event);
  expect([lanes.take(), lanes.take(), lanes.take()]).toEqual(events);
});

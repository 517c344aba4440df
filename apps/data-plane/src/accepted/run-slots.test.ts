import { expect, test, vi } from "vitest";
import { createRunSlots } from "./run-slots.ts";

function slotsOf(atOnce: number) {
  const onFree = vi.fn();
  const onError = vi.fn();
  return { slots: createRunSlots({ atOnce, onFree, onError }), onFree, onError };
}

test("one tenant never has all places: the last quarter is for the others", () => {
  const { slots } = slotsOf(4);
  for (const _ of [1, 2, 3]) slots.run("acme", () => new Promise(() => undefined));
  expect([slots.isFree(), slots.fullGroups()]).toEqual([true, ["acme"]]);
  slots.run("globex", () => new Promise(() => undefined));
  expect([slots.isFree(), slots.fullGroups()]).toEqual([false, ["acme"]]);
});

test("a run that ends or fails frees its place and tells so", async () => {
  const { slots, onFree, onError } = slotsOf(1);
  slots.run("acme", () => Promise.reject(new Error("lost")));
  expect(slots.isFree()).toBe(false);
  await slots.settle(1000);
  expect([slots.isFree(), onFree.mock.calls.length, onError.mock.calls.length]).toEqual([true, 1, 1]);
});

test("settling gives up on what does not end", async () => {
  const { slots } = slotsOf(1);
  slots.run("acme", () => new Promise(() => undefined));
  await slots.settle(10);
  expect(slots.isFree()).toBe(false);
});

import { expect, test } from "vitest";
import { FairQueue } from "./fair-queue.ts";

function queueOf(places: number, ...tasks: string[]): FairQueue<string> {
  const queue = new FairQueue<string>(places);
  for (const task of tasks) queue.push({ whose: task.charAt(0), task });
  return queue;
}
const takeAll = (queue: FairQueue<string>) => {
  const taken: string[] = [];
  for (let next = queue.take(); next; next = queue.take()) {
    taken.push(next.task);
    queue.done(next.whose, 0);
  }
  return taken;
};

test("those who wait take turns, each with their own in the order in which they came", () => {
  expect(takeAll(queueOf(2, "a1", "a2", "a3", "a4", "b1", "b2", "c1"))).toEqual([
    "a1",
    "b1",
    "c1",
    "a2",
    "b2",
    "a3",
    "a4",
  ]);
});

test("nobody has more places than there are", () => {
  const queue = queueOf(2, "a1", "a2", "a3");
  expect([queue.take()?.task, queue.take()?.task, queue.take()]).toEqual(["a1", "a2", undefined]);
  expect([queue.length, queue.lengthOf("a"), queue.lengthOf("b")]).toEqual([1, 1, 0]);
});

test("whoever's work was slow lately leaves a place to the others", () => {
  const queue = queueOf(2, "a1");
  queue.take();
  queue.done("a", 900);
  for (const task of ["a2", "a3", "b1"]) queue.push({ whose: task.charAt(0), task });
  expect([queue.take()?.task, queue.take()?.task, queue.take()]).toEqual(["a2", "b1", undefined]);
  queue.done("a", 1);
  expect(queue.take()?.task).toBe("a3");
});

test("one place is everybody's, slow or not", () => {
  const queue = queueOf(1, "a1");
  queue.take();
  queue.done("a", 900);
  queue.push({ whose: "a", task: "a2" });
  expect(queue.take()?.task).toBe("a2");
});

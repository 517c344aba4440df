import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { keepLogsBounded, type LogBounds } from "./keep-logs-bounded.ts";
import { Store } from "./store.ts";

const day = 86_400_000;
const megabyte = 1 << 20;

function start() {
  const folder = mkdtempSync(path.join(tmpdir(), "annex-logs-"));
  const store = new Store(folder, (error) => expect(error).toBeUndefined());
  onTestFinished(() => {
    store.close();
    rmSync(folder, { recursive: true });
  });
  const write = (group: string, age: number, message: string) => {
    const timestamp = Date.now() - age;
    const event = { group, stream: "s", timestamp, ingested: timestamp, message };
    store.logs.append({ group, stream: "s", events: [event] });
  };
  const read = (group: string) =>
    store.logs.read({ group, from: 0, to: Date.now() + 1, limit: 100_000 }).map(({ message }) => message);
  const keep = (bounds: LogBounds) => {
    const stop = keepLogsBounded(store.logs, bounds, (error) => expect(error).toBeUndefined());
    onTestFinished(stop);
  };
  return { store, write, read, keep };
}

it("ends what is older than the bound, where the group has no retention of its own", () => {
  const { store, write, read, keep } = start();
  for (const group of ["plain", "longer"]) for (const age of [1, 10]) write(group, age * day, `${age} days`);
  store.commits.settle();
  store.logs.setRetention("longer", 30);
  keep({ days: 7 });
  expect(read("plain")).toEqual(["1 days"]);
  expect(read("longer")).toEqual(["10 days", "1 days"]);
});

it("ends the oldest of all groups when the database grows beyond its bound, and keeps the newest", async () => {
  const { store, write, read, keep } = start();
  for (let number = 0; number < 12_000; number += 1) write(`g${number % 2}`, 0, `${number} ${"x".repeat(1_000)}`);
  store.commits.settle();
  keep({ bytes: 6 * megabyte });
  await expect.poll(() => store.logs.forgetBeyond(6 * megabyte), { timeout: 10_000, interval: 60 }).toBe(false);
  const [first, second] = [read("g0"), read("g1")];
  expect(first.length + second.length).toBeGreaterThan(500);
  expect(first.length + second.length).toBeLessThan(6_000);
  expect(second.at(-1)).toMatch(/^11999 /);
});

it("keeps everything where nothing is said", () => {
  const { write, read, keep } = start();
  write("plain", 4_000 * day, "old");
  keep({});
  expect(read("plain")).toEqual(["old"]);
});

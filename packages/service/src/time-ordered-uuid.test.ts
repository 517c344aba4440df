import { expect, test } from "vitest";
import { timeOrderedUuid } from "./time-ordered-uuid.ts";

test("an ID of a later millisecond sorts behind, and says so by its version", () => {
  const times = [0, 1, 0xffff, 0x10000, Date.UTC(2026, 10, 26), Date.UTC(2026, 10, 26) + 1, Date.UTC(3000, 0, 1)];
  const ids = times.map((time) => timeOrderedUuid(time));
  expect(ids.toSorted()).toEqual(ids);
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test("IDs of one millisecond differ", () => {
  const ids = new Set(Array.from({ length: 10_000 }, () => timeOrderedUuid(1)));
  expect(ids.size).toBe(10_000);
});

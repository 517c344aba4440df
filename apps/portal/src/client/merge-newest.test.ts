import { expect, test } from "vitest";
import { type ListPage, mergeNewest, unseen } from "./merge-newest";

interface Item {
  readonly id: string;
  readonly at: string;
}

function page(times: readonly number[], nextCursor: string | null = null): ListPage<Item> {
  return { items: times.map((time) => ({ id: `i${time}`, at: `2026-11-24T10:00:0${time}Z` })), nextCursor };
}

const at = (item: Item) => item.at;
const ids = (pages: readonly ListPage<Item>[]) => pages.map(({ items }) => items.map(({ id }) => id));

test("only what no page has is new", () => {
  expect(unseen([page([5, 4]), page([3])], page([6, 5, 4])).map(({ id }) => id)).toEqual(["i6"]);
});

test("while one page is loaded, the newest page stands in its place", () => {
  expect(mergeNewest([page([4, 3], "c3")], page([6, 5], "c5"), at)).toEqual([page([6, 5], "c5")]);
});

test("older pages stay, and a late item stands where its time says", () => {
  const merged = mergeNewest([page([7, 5], "c5"), page([4, 3])], page([8, 7, 6, 5], "c5"), at);
  expect(ids(merged)).toEqual([
    ["i8", "i7", "i6", "i5"],
    ["i4", "i3"],
  ]);
});

test("older pages go when something would be missing between them and the newest", () => {
  expect(mergeNewest([page([3], "c3"), page([2])], page([8, 7], "c7"), at)).toEqual([page([8, 7], "c7")]);
});

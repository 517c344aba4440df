export interface ListPage<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}

interface WithId {
  readonly id: string;
}

/** Items of the newest page that none of the loaded pages has. */
export function unseen<T extends WithId>(pages: readonly ListPage<T>[], newest: ListPage<T>): T[] {
  const known = new Set(pages.flatMap(({ items }) => items.map(({ id }) => id)));
  return newest.items.filter(({ id }) => !known.has(id));
}

/**
 * The loaded pages with what is new, newest first. `at` gives an item's time.
 * Where more came than a page holds, older pages no longer meet the newest one: then only the newest is left.
 */
export function mergeNewest<T extends WithId>(
  pages: readonly ListPage<T>[],
  newest: ListPage<T>,
  at: (item: T) => string,
): ListPage<T>[] {
  const [first, ...older] = pages;
  const fresh = unseen(pages, newest);
  const apart = newest.nextCursor !== null && fresh.length === newest.items.length;
  if (!first || older.length === 0 || apart) return [newest];
  const items = [...fresh, ...first.items].toSorted((a, b) => at(b).localeCompare(at(a)));
  return [{ ...first, items }, ...older];
}

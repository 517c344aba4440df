import type { FunctionSummary } from "@annex/contract";

export type SortKey = "name" | "state" | "release" | "deployed" | "invocations" | "errors" | "p95";
export interface FunctionSort {
  readonly key: SortKey;
  readonly down: boolean;
}

const sortValue: Record<SortKey, (item: FunctionSummary) => string | number> = {
  name: ({ name }) => name,
  state: ({ state }) => state,
  release: ({ liveRelease }) => liveRelease?.number ?? 0,
  deployed: ({ liveRelease }) => liveRelease?.deployedAt ?? "",
  invocations: ({ invocations24h }) => invocations24h,
  errors: ({ errors24h, invocations24h }) => (invocations24h === 0 ? -1 : errors24h / invocations24h),
  p95: ({ p95Ms }) => p95Ms ?? -1,
};

/** What matches `text` by name, description, runtime or extension point, in the wished order. */
export function sortFunctions(all: readonly FunctionSummary[], text: string, sort: FunctionSort): FunctionSummary[] {
  const wanted = text.trim().toLowerCase();
  const value = sortValue[sort.key];
  const sign = sort.down ? -1 : 1;
  return all
    .filter(({ name, description, runtime, extensionPoints }) =>
      [name, description, runtime, ...extensionPoints].some((part) => part.toLowerCase().includes(wanted)),
    )
    .toSorted((a, b) => (value(a) < value(b) ? -sign : value(a) > value(b) ? sign : a.name < b.name ? -1 : 1));
}

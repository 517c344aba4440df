"use client";
import { type LogLine, logPageSchema, portalRoutes } from "@annex/contract";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useApi, useResourceKey } from "@/client/api-provider";
import { isLost } from "@/client/is-lost";
import { useLogTail } from "./use-log-tail";

interface LogLinesOptions {
  /** What lines are narrowed to, of list and tail alike. */
  readonly filter: Readonly<Record<string, string | undefined>>;
  /** Of the list only. */
  readonly time: Readonly<Record<string, string | undefined>>;
  /** The list does not end in the past. */
  readonly live: boolean;
  readonly paused: boolean;
  readonly held: () => boolean;
}

const newestFirst = (a: LogLine, b: LogLine) => b.at.localeCompare(a.at) || (BigInt(b.id) > BigInt(a.id) ? 1 : -1);

/** A search in pages, newest first, with what is written after it. */
export function useLogLines({ filter, time, live, paused, held }: LogLinesOptions) {
  const api = useApi();
  const keyOf = useResourceKey();
  const query = { ...filter, ...time };
  const list = useInfiniteQuery({
    queryKey: [...keyOf(portalRoutes.logs(), query), "pages"],
    queryFn: ({ pageParam, signal }) =>
      api.get(portalRoutes.logs(), logPageSchema, { ...query, cursor: pageParam }, signal),
    initialPageParam: "",
    getNextPageParam: (last) => last.nextCursor,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0, // whoever comes back wants what is new
    placeholderData: keepPreviousData,
  });
  const ready = list.isSuccess && !list.isPlaceholderData;
  const tail = useLogTail({
    query: filter,
    from: ready && live ? list.data.pages[0]?.newestId : undefined,
    paused,
    held,
    onBehind: () => void list.refetch(),
  });
  const pages = list.data?.pages;
  const lines = useMemo(() => {
    const known = new Map<string, LogLine>();
    for (const line of [...tail.lines, ...(pages ?? []).flatMap(({ items }) => items)]) known.set(line.id, line);
    return [...known.values()].sort(newestFirst);
  }, [tail.lines, pages]);
  return {
    lines,
    loaded: list.isSuccess,
    /** What is on screen answers the search before; the new answer is on its way. */
    changing: list.isPlaceholderData,
    error: list.error,
    lost: list.data ? tail.lost : isLost(list),
    waiting: tail.waiting,
    takeIn: tail.takeIn,
    hasMore: ready && list.hasNextPage,
    loadingMore: list.isFetchingNextPage,
    moreFailed: list.isFetchNextPageError,
    loadMore: () => void list.fetchNextPage(),
    retry: () => void list.refetch(),
  };
}

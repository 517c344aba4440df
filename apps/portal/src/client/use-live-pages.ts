"use client";
import { pageSchema } from "@annex/contract";
import { keepPreviousData, useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import type { z } from "zod";
import type { Query } from "./api";
import { useApi, useResource, useResourceKey } from "./api-provider";
import { isLost } from "./is-lost";
import { mergeNewest, unseen } from "./merge-newest";

interface LivePagesOptions<T> {
  readonly query: Query;
  /** Milliseconds between looks for what is new; false stands still. */
  readonly interval: number | false;
  readonly at: (item: T) => string;
  /** Whether new items must wait, because somebody reads where they would push things down. */
  readonly held: () => boolean;
}

/** A list in pages, newest first, that shows what is new by itself unless it is held: then `waiting` counts it. */
export function useLivePages<S extends z.ZodType<{ readonly id: string }>>(
  path: string,
  schema: S,
  { query, interval, at, held }: LivePagesOptions<z.output<S>>,
) {
  const api = useApi();
  const client = useQueryClient();
  const keyOf = useResourceKey();
  const page = pageSchema(schema);
  const key = [...keyOf(path, query), "pages"];
  const list = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam, signal }) => api.get(path, page, { ...query, cursor: pageParam }, signal),
    initialPageParam: "",
    getNextPageParam: (last) => last.nextCursor,
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: keepPreviousData,
  });
  const ready = list.isSuccess && !list.isPlaceholderData;
  const newest = useResource(path, page, { query, refetchInterval: interval, enabled: ready });
  const pages = list.data?.pages ?? [];
  const fresh = newest.data && ready ? unseen(pages, newest.data).length : 0;

  const takeIn = () => {
    client.setQueryData<typeof list.data>(key, (old) => {
      if (!old || !newest.data) return old;
      const merged = mergeNewest(old.pages, newest.data, at).map(({ items, nextCursor }) => ({
        items: [...items],
        nextCursor,
      }));
      return { pages: merged, pageParams: old.pageParams.slice(0, merged.length) };
    });
  };
  useEffect(() => {
    if (fresh > 0 && !held()) takeIn();
  });

  return {
    items: pages.flatMap(({ items }) => items),
    loaded: list.isSuccess,
    /** What is on screen answers the query before; the new answer is on its way. */
    changing: list.isPlaceholderData,
    error: list.error,
    /** The last look for what is new failed. */
    lost: isLost(list.data ? newest : list),
    waiting: fresh,
    takeIn,
    hasMore: ready && list.hasNextPage,
    loadingMore: list.isFetchingNextPage,
    /** Loading older items failed. */
    moreFailed: list.isFetchNextPageError,
    loadMore: () => void list.fetchNextPage(),
    retry: () => void list.refetch(),
  };
}

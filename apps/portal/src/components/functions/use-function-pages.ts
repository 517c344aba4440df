"use client";
import { functionSummarySchema, portalRoutes } from "@annex/contract";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useApi, useResourceKey } from "@/client/api-provider";

/** The tenant's functions whose name or description holds `search`, page by page, read anew every ten seconds. */
export function useFunctionPages(search: string) {
  const api = useApi();
  const keyOf = useResourceKey();
  const path = portalRoutes.functions();
  const list = useInfiniteQuery({
    queryKey: [...keyOf(path, { search }), "pages"],
    queryFn: ({ pageParam, signal }) => api.list(path, functionSummarySchema, { search, cursor: pageParam }, signal),
    initialPageParam: "",
    getNextPageParam: (last) => last.nextCursor,
    placeholderData: keepPreviousData,
    // a long list that somebody has scrolled through is not read again as a whole
    refetchInterval: ({ state }) => ((state.data?.pages.length ?? 0) > 2 ? false : 10_000),
  });
  return {
    items: list.data?.pages.flatMap(({ items }) => items),
    isPending: list.isPending,
    error: list.error,
    hasMore: list.hasNextPage,
    loadingMore: list.isFetchingNextPage,
    loadMore: () => void list.fetchNextPage(),
    retry: () => void list.refetch(),
  };
}

"use client";
import { pageSchema } from "@annex/contract";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import type { z } from "zod";
import type { Query } from "@/client/api";
import { useApi, useResourceKey } from "@/client/api-provider";

/** A list in pages that is looked at again every five seconds; `items` are those of all loaded pages. */
export function usePages<S extends z.ZodType>(path: string, schema: S, query: Query = {}) {
  const api = useApi();
  const keyOf = useResourceKey();
  const page = pageSchema(schema);
  const pages = useInfiniteQuery({
    queryKey: [...keyOf(path), query, "pages"],
    queryFn: ({ pageParam, signal }) => api.get(path, page, { ...query, cursor: pageParam }, signal),
    initialPageParam: "",
    getNextPageParam: (last) => last.nextCursor,
    placeholderData: keepPreviousData,
    refetchInterval: 5000,
  });
  return { ...pages, items: pages.data?.pages.flatMap(({ items }) => items) ?? [] };
}

"use client";
import { type FunctionSummary, functionSummarySchema, portalRoutes } from "@annex/contract";
import { keepPreviousData, useQueries } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import type { Query } from "@/client/api";
import { useApi, useResourceKey } from "@/client/api-provider";

const pageSize = 100;
const everyMs = 10_000;

/** The pages of the tenant's functions that are on screen; others come when they are scrolled to. */
export function useFunctionPages(query: Query) {
  const api = useApi();
  const keyOf = useResourceKey();
  const path = portalRoutes.functions();
  const [visible, setVisible] = useState({ first: 0, last: 0 });
  const onVisible = useCallback((first: number, last: number) => {
    const [from, to] = [Math.floor(first / pageSize), Math.floor(last / pageSize)];
    setVisible((now) => (now.first === from && now.last === to ? now : { first: from, last: to }));
  }, []);
  const scrolled = Array.from({ length: visible.last - visible.first + 1 }, (_, n) => visible.first + n);
  const wanted = [...new Set([0, ...scrolled])];
  const pages = useQueries({
    queries: wanted.map((page) => {
      const asked = { ...query, offset: page * pageSize, limit: pageSize };
      return {
        queryKey: [...keyOf(path, asked), "page"],
        queryFn: ({ signal }: { signal: AbortSignal }) => api.list(path, functionSummarySchema, asked, signal),
        refetchInterval: everyMs,
        // the first page alone says how many there are: a filter that is being typed moves nothing
        ...(page === 0 ? { placeholderData: keepPreviousData } : {}),
      };
    }),
  });
  const [top] = pages;
  const rowAt = (index: number): FunctionSummary | undefined => {
    const at = wanted.indexOf(Math.floor(index / pageSize));
    return at < 0 ? undefined : pages[at]?.data?.items[index % pageSize];
  };
  return {
    count: top?.data?.totalCount ?? null,
    error: top?.error ?? null,
    retry: () => void top?.refetch(),
    rowAt,
    onVisible,
  };
}

"use client";
import { portalRoutes, type TenantPage, type TenantSummary, tenantPageSchema } from "@annex/contract";
import { useQueries, useQueryClient } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import type { Query } from "@/client/api";
import { useApi, useResource, useResourceKey } from "@/client/api-provider";

const pageSize = 100;

/** The pages of the table of tenants that are on screen; others come when they are scrolled to. */
export function useTenantPages(query: Query, interval: number | false) {
  const api = useApi();
  const keyOf = useResourceKey();
  const client = useQueryClient();
  const path = portalRoutes.operator.tenants();
  const [visible, setVisible] = useState({ first: 0, last: 0 });
  const onVisible = useCallback((first: number, last: number) => {
    const [from, to] = [Math.floor(first / pageSize), Math.floor(last / pageSize)];
    setVisible((now) => (now.first === from && now.last === to ? now : { first: from, last: to }));
  }, []);
  const queryOf = (page: number) => ({ ...query, offset: page * pageSize, limit: pageSize });
  const top = useResource(path, tenantPageSchema, { query: queryOf(0), refetchInterval: interval, keepPrevious: true });
  const wanted = Array.from({ length: visible.last - visible.first + 1 }, (_, n) => visible.first + n).filter(
    (n) => n > 0,
  );
  useQueries({
    queries: wanted.map((page) => ({
      queryKey: keyOf(path, queryOf(page)),
      queryFn: ({ signal }: { signal: AbortSignal }) => api.get(path, tenantPageSchema, queryOf(page), signal),
      refetchInterval: interval,
    })),
  });
  const rowAt = (index: number): TenantSummary | undefined => {
    const page = Math.floor(index / pageSize);
    const data = page === 0 ? top.data : client.getQueryData<TenantPage>(keyOf(path, queryOf(page)));
    return data?.items[index % pageSize];
  };
  /** Every matching tenant, for a file. */
  const loadAll = async (): Promise<TenantSummary[]> => {
    const items: TenantSummary[] = [];
    for (;;) {
      const page = await api.get(path, tenantPageSchema, { ...query, offset: items.length, limit: 500 });
      items.push(...page.items);
      if (page.items.length < 500) return items;
    }
  };
  return { top, rowAt, onVisible, loadAll, keyOfTop: JSON.stringify(query) };
}

"use client";
import { functionSummarySchema, portalRoutes } from "@annex/contract";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useApi, useResourceKey } from "@/client/api-provider";
import { useDebounced } from "@/client/use-debounced";
import type { FoundChoices } from "../ui/search-picker";

const most = 20;
const typingMs = 120;

interface FoundFunctions extends FoundChoices {
  readonly names: readonly string[];
  /** What they were found by; empty while those of an earlier search are shown. */
  readonly search: string;
}

/** The tenant's functions that hold what is typed, from all of them: the server looks. None without a tenant. */
export function useFoundFunctions(tenant: string | null, typed: string): FoundFunctions {
  const api = useApi();
  const keyOf = useResourceKey();
  const search = useDebounced(typed.trim(), typingMs);
  const path = portalRoutes.functions();
  const query = { search, limit: most };
  const { data, error, isPlaceholderData } = useQuery({
    queryKey: [...keyOf(path, query), "found"],
    queryFn: ({ signal }) => api.list(path, functionSummarySchema, query, signal),
    placeholderData: keepPreviousData,
    enabled: tenant !== null,
  });
  const names = data?.items.map(({ name }) => name) ?? [];
  return {
    names,
    search: isPlaceholderData ? "" : search,
    of: data && !isPlaceholderData ? search : null,
    choices: names.map((name) => ({ value: name, label: name })),
    total: data?.totalCount ?? 0,
    error,
  };
}

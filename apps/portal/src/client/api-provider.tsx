"use client";
import { notifyManager, QueryClient, QueryClientProvider, type QueryState, useQuery } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useMemo, useState } from "react";
import type { z } from "zod";
import { type Api, createApi, type Query } from "./api";
import { ApiError, isMissing } from "./api-error";

interface ApiScope {
  /** The tenant's slug; null on the operators' side. */
  readonly tenant: string | null;
  readonly api: Api;
}

// before the browser's next event: a button is at work before the second press of a double click comes
notifyManager.setScheduler(queueMicrotask);

const ApiContext = createContext<ApiScope | null>(null);

function newQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      // whether the portal is in reach, only a request can tell: nothing waits to be sent later, unseen
      mutations: { networkMode: "always" },
      queries: {
        networkMode: "always",
        refetchOnReconnect: true,
        staleTime: 5_000,
        // what was refused stays refused; only a lost connection is worth another try
        retry: (count, error) => count < 2 && error instanceof ApiError && error.lostConnection,
      },
    },
  });
}

/** Gives the pages below it the API of one tenant, or of the operators (`tenant` null). */
export function ApiProvider({ tenant, children }: { tenant: string | null; children: ReactNode }) {
  const [client] = useState(newQueryClient);
  const scope = useMemo(() => ({ tenant, api: createApi(tenant) }), [tenant]);
  return (
    <ApiContext value={scope}>
      <QueryClientProvider client={client}>{children}</QueryClientProvider>
    </ApiContext>
  );
}

function useScope(): ApiScope {
  const scope = useContext(ApiContext);
  if (!scope) throw new Error("No ApiProvider above.");
  return scope;
}

/** For changes: `useMutation({ mutationFn: (input) => api.send("POST", portalRoutes.bindings(), bindingSchema, input) })`. */
export function useApi(): Api {
  return useScope().api;
}

/** The tenant's slug. Throws on the operators' side. */
export function useTenant(): string {
  const { tenant } = useScope();
  if (tenant === null) throw new Error("The operators' side has no tenant.");
  return tenant;
}

/** The key of a resource in the query cache, for `invalidateQueries`. A key without query matches every query of its path. */
export function resourceKey(tenant: string | null, path: string, query?: Query): readonly unknown[] {
  return query ? [tenant, path, query] : [tenant, path];
}

export function useResourceKey(): (path: string, query?: Query) => readonly unknown[] {
  const { tenant } = useScope();
  return (path, query) => resourceKey(tenant, path, query);
}

interface ResourceOptions<T> {
  readonly query?: Query;
  /** Milliseconds, until there is no such thing; or decided by what was read. */
  readonly refetchInterval?:
    | number
    | false
    | ((query: { readonly state: Pick<QueryState<T>, "data" | "error" | "errorUpdateCount"> }) => number | false);
  readonly enabled?: boolean;
  /** Shows the answer to the query before until the new one's is there: a change of range or filter moves nothing. */
  readonly keepPrevious?: boolean;
  readonly initialData?: T;
}

/** Reads a resource of the API and keeps it: `useResource(portalRoutes.bindings(), z.array(bindingSchema))`. */
export function useResource<T extends z.ZodType>(path: string, schema: T, options: ResourceOptions<z.output<T>> = {}) {
  const { tenant, api } = useScope();
  const { query, keepPrevious = false, refetchInterval = false, ...rest } = options;
  return useQuery<z.output<T>, Error>({
    queryKey: resourceKey(tenant, path, query),
    queryFn: ({ signal }) => api.get(path, schema, query, signal),
    // only of the same path: another function's or tenant's answer must never stand under this one's name
    ...(keepPrevious
      ? {
          placeholderData: (last, query) =>
            query?.queryKey[0] === tenant && query.queryKey[1] === path ? last : undefined,
        }
      : {}),
    refetchInterval:
      typeof refetchInterval === "function"
        ? refetchInterval
        : ({ state }) => (isMissing(state.error) ? false : refetchInterval),
    ...rest,
  });
}

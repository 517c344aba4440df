"use client";
import { usePathname, useSearchParams } from "next/navigation";

/** Null takes a parameter away. */
type Parameters = Readonly<Record<string, string | null>>;

function withParameters(path: string, values: Parameters): string {
  const search = new URLSearchParams(window.location.search);
  for (const [name, value] of Object.entries(values)) {
    if (value === null) search.delete(name);
    else search.set(name, value);
  }
  return search.size > 0 ? `${path}?${search}` : path;
}

/** Changes several parameters of the address in one step of the history. */
export function usePushUrl(): (values: Parameters) => void {
  const path = usePathname();
  return (values) => window.history.pushState(null, "", withParameters(path, values));
}

/**
 * A piece of state that lives in the URL, so that it can be shared and Back undoes it.
 * `push` makes a step of its own in the history; otherwise the current one is replaced.
 */
export function useUrlState(name: string, fallback: string, { push = false } = {}): [string, (value: string) => void] {
  const search = useSearchParams();
  const path = usePathname();
  const set = (value: string) => {
    const url = withParameters(path, { [name]: value === fallback ? null : value });
    if (push) window.history.pushState(null, "", url);
    else window.history.replaceState(null, "", url);
  };
  return [search.get(name) ?? fallback, set];
}

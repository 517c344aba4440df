"use client";
import { usePathname, useSearchParams } from "next/navigation";

/**
 * A piece of state that lives in the URL, so that it can be shared and Back undoes it.
 * `push` makes a step of its own in the history; otherwise the current one is replaced.
 */
export function useUrlState(name: string, fallback: string, { push = false } = {}): [string, (value: string) => void] {
  const search = useSearchParams();
  const path = usePathname();
  const set = (value: string) => {
    const next = new URLSearchParams(window.location.search);
    if (value === fallback) next.delete(name);
    else next.set(name, value);
    const url = next.size > 0 ? `${path}?${next}` : path;
    if (push) window.history.pushState(null, "", url);
    else window.history.replaceState(null, "", url);
  };
  return [search.get(name) ?? fallback, set];
}

"use client";
import { useCallback, useMemo, useSyncExternalStore } from "react";
import type { z } from "zod";

const changed = new EventTarget();

function subscribe(listener: () => void): () => void {
  changed.addEventListener("change", listener);
  window.addEventListener("storage", listener);
  return () => {
    changed.removeEventListener("change", listener);
    window.removeEventListener("storage", listener);
  };
}

function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null; // the browser keeps nothing for this site: the fallback holds
  }
}

/**
 * A piece of state that this browser remembers, shared by everything on the page that names it.
 * `schema` and `fallback` must be the same values in every render.
 */
export function useRemembered<T extends z.ZodType>(
  name: string,
  schema: T,
  fallback: z.output<T>,
): [z.output<T>, (value: z.output<T>) => void] {
  const key = `annex-${name}`;
  const text = useSyncExternalStore(
    subscribe,
    () => read(key),
    () => null,
  );
  const value = useMemo(() => {
    try {
      return text === null ? fallback : schema.parse(JSON.parse(text));
    } catch {
      return fallback;
    }
  }, [text, schema, fallback]);
  const set = useCallback(
    (next: z.output<T>) => {
      try {
        localStorage.setItem(key, JSON.stringify(next));
      } catch {
        return; // full or closed: it holds for nobody, and nothing breaks
      }
      changed.dispatchEvent(new Event("change"));
    },
    [key],
  );
  return [value, set];
}

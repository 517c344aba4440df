"use client";
import { useSyncExternalStore } from "react";

const never = () => () => undefined;

/** False while the page stands as the server made it: what only the browser knows (zone, storage) comes after that. */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}

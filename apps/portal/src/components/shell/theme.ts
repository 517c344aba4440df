"use client";
import { useSyncExternalStore } from "react";

export type Theme = "light" | "dark";
const listeners = new Set<() => void>();

function current(): Theme {
  return document.documentElement.dataset.theme === "dark" ? "dark" : "light";
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The theme in force. */
export function useTheme(): Theme {
  return useSyncExternalStore(subscribe, current, () => "light");
}

export function toggleTheme(): void {
  const next: Theme = current() === "dark" ? "light" : "dark";
  document.documentElement.dataset.theme = next;
  localStorage.setItem("annex-theme", next);
  for (const listener of listeners) listener();
}

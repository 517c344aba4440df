"use client";
import { useLayoutEffect, useSyncExternalStore } from "react";

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

/** As theme-script.tsx does it. */
function restoreLooks(): void {
  const { dataset } = document.documentElement;
  if (dataset.theme !== undefined) return;
  try {
    const kept = localStorage.getItem("annex-theme");
    const isDark = matchMedia("(prefers-color-scheme: dark)").matches;
    dataset.theme = kept === "light" || kept === "dark" ? kept : isDark ? "dark" : "light";
    if (localStorage.getItem("annex-rail") === "narrow") dataset.rail = "narrow";
  } catch {
    dataset.theme = "light"; // a browser that keeps nothing
  }
}

/** For pages that are drawn by the browser alone, such as a 404: there the script in their head does not run. */
export function ThemeFallback() {
  useLayoutEffect(() => {
    restoreLooks();
    for (const listener of listeners) listener();
  }, []);
  return null;
}

export function toggleTheme(): void {
  const next: Theme = current() === "dark" ? "light" : "dark";
  document.documentElement.dataset.theme = next;
  localStorage.setItem("annex-theme", next);
  for (const listener of listeners) listener();
}

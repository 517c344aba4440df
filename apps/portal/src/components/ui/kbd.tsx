"use client";
import { useSyncExternalStore } from "react";

const names: Record<string, string> = {
  enter: "↵",
  shift: "⇧",
  alt: "Alt",
  escape: "Esc",
  arrowup: "↑",
  arrowdown: "↓",
};
const subscribe = () => () => undefined;

function useIsMac(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => navigator.userAgent.includes("Mac"),
    () => false,
  );
}

/** A shortcut such as `mod+enter` as keys. */
export function Keys({ keys }: { keys: string }) {
  const mod = useIsMac() ? "⌘" : "Ctrl";
  return (
    <span aria-hidden className="inline-flex shrink-0 gap-0.5">
      {keys.split("+").map((key) => (
        <kbd
          key={key}
          className="inline-flex h-4.5 min-w-4.5 items-center justify-center rounded-sm border border-current/25 px-1 font-sans text-[11px] leading-none"
        >
          {key === "mod" ? mod : (names[key] ?? key.toUpperCase())}
        </kbd>
      ))}
    </span>
  );
}

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

const spoken: Record<string, string> = {
  enter: "Enter",
  shift: "Shift",
  alt: "Alt",
  escape: "Escape",
  arrowup: "Arrow up",
  arrowdown: "Arrow down",
  "?": "Question mark",
  "-": "Minus",
  "=": "Equals",
  "[": "Left bracket",
};

/** A shortcut such as `mod+enter` in words: `Control Enter`. */
export function SpokenKeys({ keys }: { keys: string }) {
  const mod = useIsMac() ? "Command" : "Control";
  return keys
    .split("+")
    .map((key) => (key === "mod" ? mod : (spoken[key] ?? key.toUpperCase())))
    .join(" ");
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

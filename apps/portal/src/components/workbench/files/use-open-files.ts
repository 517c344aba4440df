"use client";
import { z } from "zod";
import { useRemembered } from "@/client/use-remembered";

const pathsSchema = z.array(z.string()).max(200);
const none: string[] = [];

/** The files that have a tab, remembered for each function; the shown one always has. */
export function useOpenFiles(
  functionId: string,
  all: readonly string[],
  shown: string,
  onShow: (path: string) => void,
) {
  const [kept, keep] = useRemembered(`open-files:${functionId}`, pathsSchema, none);
  const known = kept.filter((path) => all.includes(path));
  const open = known.includes(shown) || shown === "" ? known : [...known, shown];
  return {
    open,
    show(path: string) {
      keep(open.includes(path) ? open : [...open, path]);
      onShow(path);
    },
    close(path: string) {
      const left = open.filter((other) => other !== path);
      const next = left[Math.min(open.indexOf(path), left.length - 1)];
      if (next === undefined) return;
      keep(left);
      if (path === shown) onShow(next);
    },
  };
}

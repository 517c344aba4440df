"use client";
import { useEffect, useState } from "react";
import { useHydrated } from "@/client/use-hydrated";
import { formatExact, formatRelative } from "@/format/time";

/** `5 min. ago`, with the exact time on hover; it grows older by itself. */
export function Time({ at, className }: { at: string; className?: string }) {
  const [, tick] = useState(0);
  const hydrated = useHydrated();
  useEffect(() => {
    const timer = setInterval(() => tick((count) => count + 1), 30_000);
    return () => clearInterval(timer);
  }, []);
  return (
    // the server writes its own zone and clock: the browser makes the element anew
    <time
      key={hydrated ? "here" : "served"}
      dateTime={at}
      title={formatExact(at)}
      className={className}
      suppressHydrationWarning
    >
      {formatRelative(at)}
    </time>
  );
}

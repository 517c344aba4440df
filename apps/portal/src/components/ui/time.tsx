"use client";
import { useEffect, useState } from "react";
import { formatExact, formatRelative } from "@/format/time";

/** `5 min. ago`, with the exact time on hover; it grows older by itself. */
export function Time({ at, className }: { at: string; className?: string }) {
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((count) => count + 1), 30_000);
    return () => clearInterval(timer);
  }, []);
  return (
    <time dateTime={at} title={formatExact(at)} className={className} suppressHydrationWarning>
      {formatRelative(at)}
    </time>
  );
}

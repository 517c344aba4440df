"use client";
import { useState } from "react";

interface Live {
  readonly paused: boolean;
  readonly toggle: () => void;
  /** For `refetchInterval` of a query. */
  readonly interval: number | false;
}

/** A page that refreshes by itself until somebody pauses it. Milliseconds. */
export function useLive(everyMs = 3000): Live {
  const [paused, setPaused] = useState(false);
  return { paused, toggle: () => setPaused((now) => !now), interval: paused ? false : everyMs };
}

"use client";
import { useEffect, useState } from "react";

/** The value once it has rested: a request for a word rather than one for each letter. Milliseconds. */
export function useDebounced<T>(value: T, restMs = 250): T {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), restMs);
    return () => clearTimeout(timer);
  }, [value, restMs]);
  return rested;
}

"use client";
import { useMemo } from "react";
import { useUrlState } from "@/client/use-url-state";

/** Epoch seconds. */
export interface Zoom {
  readonly min: number;
  readonly max: number;
}

/** The part of the range that the charts of a page show (`?zoom=1700000000-1700003600`); null shows all of it. */
export function useZoom(): [Zoom | null, (zoom: Zoom | null) => void] {
  const [text, setText] = useUrlState("zoom", "");
  const zoom = useMemo(() => {
    const [, min, max] = /^(\d{9,11})-(\d{9,11})$/.exec(text) ?? [];
    return min !== undefined && max !== undefined && Number(min) < Number(max)
      ? { min: Number(min), max: Number(max) }
      : null;
  }, [text]);
  const set = (next: Zoom | null) => {
    const wanted = next ? `${Math.floor(next.min)}-${Math.ceil(next.max)}` : "";
    if (wanted !== text) setText(wanted); // every chart of the page tells of it
  };
  return [zoom, set];
}

"use client";
import { useEffect, useRef } from "react";
import { Button } from "./ui/button";

/** The end of what is loaded: loads more when it is scrolled to, or pressed. */
export function LoadMore({ busy, onLoad }: { busy: boolean; onLoad: () => void }) {
  const place = useRef<HTMLDivElement>(null);
  const latest = useRef(onLoad);
  useEffect(() => {
    latest.current = onLoad;
  });
  useEffect(() => {
    if (!place.current || busy) return;
    const seen = new IntersectionObserver(([entry]) => entry?.isIntersecting && latest.current(), {
      rootMargin: "400px",
    });
    seen.observe(place.current);
    return () => seen.disconnect();
  }, [busy]);
  return (
    <div ref={place} className="flex justify-center">
      <Button busy={busy} onClick={onLoad}>
        Load more
      </Button>
    </div>
  );
}

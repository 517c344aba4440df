"use client";
import { Pause, Play } from "lucide-react";
import { Badge } from "./ui/badge";
import { Button } from "./ui/button";

interface LiveToggleProps {
  paused: boolean;
  onToggle: () => void;
  /** The last refresh failed. */
  lost?: boolean;
}

/** Says whether the page is live, paused or out of touch, and pauses it. */
export function LiveToggle({ paused, onToggle, lost = false }: LiveToggleProps) {
  const tone = paused ? "neutral" : lost ? "amber" : "green";
  return (
    <span className="inline-flex items-center gap-1">
      <span role="status">
        <Badge tone={tone} dot={!paused && !lost ? "live" : true}>
          {paused ? "Paused" : lost ? "Connection lost, trying again" : "Live"}
        </Badge>
      </span>
      <Button
        variant="ghost"
        size="icon-sm"
        aria-label={paused ? "Resume live updates" : "Pause live updates"}
        title={paused ? "Resume live updates" : "Pause live updates"}
        onClick={onToggle}
      >
        {paused ? <Play aria-hidden className="size-3.5" /> : <Pause aria-hidden className="size-3.5" />}
      </Button>
    </span>
  );
}

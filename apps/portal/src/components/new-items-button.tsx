"use client";
import { ArrowUp } from "lucide-react";
import { Button } from "./ui/button";

interface NewItemsButtonProps {
  count: number;
  /** Of one, then of more: `new invocation`, `new invocations`. */
  words: readonly [string, string];
  onShow: () => void;
}

/** Tells of what waits while somebody reads further down. */
export function NewItemsButton({ count, words, onShow }: NewItemsButtonProps) {
  return (
    // takes no room, so that nothing moves when it comes; -mb-4 takes back the gap around it
    <div role="status" className="sticky top-2 z-20 -mb-4 flex h-0 justify-center">
      {count > 0 && (
        <Button variant="primary" size="sm" onClick={onShow}>
          <ArrowUp aria-hidden className="size-3.5" />
          {count} {count === 1 ? words[0] : words[1]}
        </Button>
      )}
    </div>
  );
}

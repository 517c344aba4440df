import { cn } from "./cn";

/** A grey shape in the place of what comes. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={cn("animate-breathe rounded-sm bg-pressed", className)} />;
}

/** Rows in the shape of a table that is on its way. `label` tells what is awaited. */
export function TableSkeleton({ rows = 4, label }: { rows?: number; label: string }) {
  return (
    <div role="status" aria-label={label} className="rounded-md border">
      <div className="h-8 border-b bg-panel" />
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows without identity
        <div key={row} className="flex h-10 items-center gap-6 border-b px-3 last:border-b-0">
          <Skeleton className="h-3 w-40" />
          <Skeleton className="h-3 w-20" />
          <Skeleton className="ml-auto h-3 w-16" />
          <Skeleton className="h-3 w-16" />
        </div>
      ))}
    </div>
  );
}

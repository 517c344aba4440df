"use client";
import dynamic from "next/dynamic";
import { Skeleton } from "../ui/skeleton";
import type { DiffViewerProps } from "./diff-viewer";

const DiffViewer = dynamic(() => import("./diff-viewer"), { ssr: false, loading: DiffSkeleton });

function DiffSkeleton() {
  return (
    <div role="status" aria-label="Loading the comparison" className="flex size-full flex-col gap-3 p-4">
      <Skeleton className="h-3 w-64 max-w-full" />
      <Skeleton className="h-3 w-96 max-w-full" />
      <Skeleton className="h-3 w-40 max-w-full" />
    </div>
  );
}

/** Two texts side by side in the editor that the page loads when it is first needed. */
export function TextDiff(props: Omit<DiffViewerProps, "loading">) {
  return <DiffViewer {...props} loading={<DiffSkeleton />} />;
}

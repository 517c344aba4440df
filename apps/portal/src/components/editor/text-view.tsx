"use client";
import dynamic from "next/dynamic";
import { Skeleton } from "../ui/skeleton";
import type { CodeViewerProps } from "./code-viewer";

const CodeViewer = dynamic(() => import("./code-viewer"), { ssr: false, loading: TextSkeleton });

export function TextSkeleton() {
  return (
    <div role="status" aria-label="Loading the file" className="flex size-full flex-col gap-3 p-4">
      <Skeleton className="h-3 w-64 max-w-full" />
      <Skeleton className="h-3 w-96 max-w-full" />
      <Skeleton className="h-3 w-40 max-w-full" />
    </div>
  );
}

/** A text to read in the editor that the page loads when it is first needed. */
export function TextView(props: Omit<CodeViewerProps, "loading">) {
  return <CodeViewer {...props} loading={<TextSkeleton />} />;
}

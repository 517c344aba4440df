"use client";
import { zipFileSchema } from "@annex/contract";
import type { Query } from "@/client/api";
import { useResource } from "@/client/api-provider";
import { TextSkeleton } from "../editor/text-view";
import { ProblemNotice } from "../problem-notice";
import { BrowsedFile } from "./browsed-file";

/** A file that the API gives by its path. */
export function RemoteFile({ url, query, path }: { url: string; query?: Query; path: string }) {
  const file = useResource(url, zipFileSchema, { query: { ...query, path } });
  if (file.error)
    return (
      <div className="p-4">
        <ProblemNotice error={file.error} title="The file could not be read" onRetry={() => void file.refetch()} />
      </div>
    );
  return file.data ? <BrowsedFile file={file.data} /> : <TextSkeleton />;
}

"use client";
import type { DraftContent } from "@annex/contract";
import { FileArchive } from "lucide-react";
import { formatBytes } from "@/format/units";
import { Button } from "../ui/button";
import { Table, TD, TH, THead, TR } from "../ui/table";
import { useWorkbench } from "./workbench-context";

type ZipSource = Extract<DraftContent["source"], { kind: "zip" }>;

/** What an uploaded zip holds: its code is not edited here. */
export function ZipEntries({ source }: { source: ZipSource }) {
  const { setTab } = useWorkbench();
  return (
    <section aria-label="Uploaded zip" className="min-w-0 flex-1 overflow-y-auto p-4">
      <div className="mb-3 flex flex-wrap items-center gap-3">
        <FileArchive aria-hidden className="size-5 text-faint" />
        <div className="min-w-0 flex-1">
          <h2 className="truncate text-sm font-medium">{source.fileName}</h2>
          <p className="text-xs text-muted">
            {formatBytes(source.sizeBytes)}, {source.entries.length} files. A zip is deployed as it is; edit it on your
            machine and upload it again.
          </p>
        </div>
        <Button size="sm" onClick={() => setTab("settings")}>
          Upload another
        </Button>
      </div>
      <Table label="Files of the zip">
        <THead>
          <tr>
            <TH>Path</TH>
            <TH end>Size</TH>
          </tr>
        </THead>
        <tbody>
          {source.entries.slice(0, 500).map(({ path, sizeBytes }) => (
            <TR key={path}>
              <TD className="h-7 font-mono text-xs">{path}</TD>
              <TD end className="h-7 text-xs text-muted">
                {formatBytes(sizeBytes)}
              </TD>
            </TR>
          ))}
        </tbody>
      </Table>
      {source.entries.length > 500 && (
        <p className="mt-2 text-xs text-muted">The first 500 of {source.entries.length} files.</p>
      )}
    </section>
  );
}

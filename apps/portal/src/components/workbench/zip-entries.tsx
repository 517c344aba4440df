"use client";
import { type DraftContent, portalRoutes } from "@annex/contract";
import { FileArchive } from "lucide-react";
import { formatBytes } from "@/format/units";
import { FileBrowser } from "../file-browser/file-browser";
import { RemoteFile } from "../file-browser/remote-file";
import { Button } from "../ui/button";
import { useWorkbench } from "./workbench-context";

type ZipSource = Extract<DraftContent["source"], { kind: "zip" }>;

/** The files of an uploaded zip, to read: its code is not edited here. */
export function ZipEntries({ source }: { source: ZipSource }) {
  const { setTab, detail, file, setFile, draft } = useWorkbench();
  const { entries, fileName, sizeBytes } = source;
  const base = draft.content.handler.slice(0, draft.content.handler.lastIndexOf("."));
  const main = entries.find(({ path }) => path.startsWith(`${base}.`))?.path ?? entries[0]?.path ?? "";
  const shown = entries.some(({ path }) => path === file) ? file : main;
  return (
    <section aria-label="Uploaded zip" className="flex min-h-0 min-w-0 flex-1 flex-col">
      <div className="flex flex-wrap items-center gap-3 border-b px-4 py-2">
        <FileArchive aria-hidden className="size-5 text-faint" />
        <div className="min-w-0 flex-1 basis-60">
          <h2 className="truncate text-sm font-medium">{fileName}</h2>
          <p className="text-xs text-muted">
            {formatBytes(sizeBytes)}, {entries.length} files. A zip is deployed as it is; edit it on your machine and
            upload it again.
          </p>
        </div>
        <Button size="sm" onClick={() => setTab("settings")}>
          Upload another
        </Button>
      </div>
      <FileBrowser label="Files of the zip" entries={entries} shown={shown} onShow={setFile}>
        <RemoteFile url={portalRoutes.zipFile(detail.name)} path={shown} />
      </FileBrowser>
    </section>
  );
}

"use client";
import { portalRoutes, type ReleaseDetail, releaseDetailSchema } from "@annex/contract";
import { Download, X } from "lucide-react";
import { useMemo } from "react";
import { useResource, useTenant } from "@/client/api-provider";
import { codeUrl } from "@/client/code-url";
import { useUrlState } from "@/client/use-url-state";
import { BrowsedFile } from "../../file-browser/browsed-file";
import { type BrowsedEntry, FileBrowser } from "../../file-browser/file-browser";
import { RemoteFile } from "../../file-browser/remote-file";
import { ProblemNotice } from "../../problem-notice";
import { Button } from "../../ui/button";
import { Skeleton } from "../../ui/skeleton";
import { useWorkbench } from "../workbench-context";

function entriesOf({ content: { source } }: ReleaseDetail): readonly BrowsedEntry[] {
  if (source.kind === "zip") return source.entries;
  const encoder = new TextEncoder();
  return source.files.map(({ path, content }) => ({ path, sizeBytes: encoder.encode(content).length }));
}

/** The files of a release as it was made, to read. */
export function ReleaseFiles({ number, onClose }: { number: number; onClose: () => void }) {
  const { detail } = useWorkbench();
  const release = useResource(portalRoutes.release(detail.name, number), releaseDetailSchema);
  const label = `Files of release ${number}`;
  return (
    <section aria-label={label} className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <h2 className="text-base font-semibold">{label}</h2>
        {release.data && <Downloads functionName={detail.name} release={release.data} />}
        <Button
          variant="ghost"
          size="icon-sm"
          aria-label="Close the files"
          title="Close the files"
          className="ml-auto"
          onClick={onClose}
        >
          <X aria-hidden className="size-4" />
        </Button>
      </div>
      {release.error && (
        <ProblemNotice
          error={release.error}
          title="The files could not be loaded"
          onRetry={() => void release.refetch()}
        />
      )}
      {release.isPending && <Skeleton className="h-64" />}
      {release.data && <LoadedFiles label={label} release={release.data} functionName={detail.name} />}
    </section>
  );
}

interface DownloadsProps {
  functionName: string;
  release: ReleaseDetail;
}

function Downloads({ functionName, release }: DownloadsProps) {
  const tenant = useTenant();
  const wanted = { tenant, functionName, release: release.number };
  const isWritten = release.content.source.kind === "files";
  return (
    <>
      <Button asChild variant="ghost" size="sm">
        <a
          href={codeUrl(wanted)}
          download
          title={isWritten ? "The files as they were written, with their packages' list" : "The zip as it was uploaded"}
        >
          <Download aria-hidden className="size-3.5" />
          Code
        </a>
      </Button>
      {isWritten && release.artifactBytes !== null && (
        <Button asChild variant="ghost" size="sm">
          <a href={codeUrl({ ...wanted, deployed: true })} download title="The zip that was built, as Lambda has it">
            <Download aria-hidden className="size-3.5" />
            Deployed zip
          </a>
        </Button>
      )}
    </>
  );
}

function LoadedFiles({
  label,
  release,
  functionName,
}: {
  label: string;
  release: ReleaseDetail;
  functionName: string;
}) {
  const entries = useMemo(() => entriesOf(release), [release]);
  const [path, setPath] = useUrlState("path", "");
  const base = release.handler.slice(0, release.handler.lastIndexOf("."));
  const main = entries.find((entry) => entry.path.startsWith(`${base}.`))?.path ?? entries[0]?.path ?? "";
  const shown = entries.some((entry) => entry.path === path) ? path : main;
  const entry = entries.find((candidate) => candidate.path === shown);
  const { source } = release.content;
  const text = source.kind === "files" ? source.files.find((file) => file.path === shown)?.content : undefined;
  return (
    <FileBrowser
      label={label}
      entries={entries}
      shown={shown}
      onShow={setPath}
      className="overflow-hidden rounded-md border md:h-[60vh] md:min-h-80"
    >
      {entry && text !== undefined ? (
        <BrowsedFile file={{ ...entry, text }} />
      ) : (
        <RemoteFile url={portalRoutes.zipFile(functionName)} query={{ release: release.number }} path={shown} />
      )}
    </FileBrowser>
  );
}

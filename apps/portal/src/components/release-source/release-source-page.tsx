"use client";
import type { ReleaseSource } from "@annex/contract";
import { FileCode } from "lucide-react";
import dynamic from "next/dynamic";
import type { ReactNode } from "react";
import { useUrlState } from "@/client/use-url-state";
import { Actor } from "../actor";
import { LoadFailure } from "../load-failure";
import { Badge } from "../ui/badge";
import { cn } from "../ui/cn";
import { Notice } from "../ui/notice";
import { Page } from "../ui/page";
import { Skeleton } from "../ui/skeleton";
import { Time } from "../ui/time";

const SourceViewer = dynamic(() => import("../editor/source-viewer"), { ssr: false, loading: ViewerSkeleton });

interface ReleaseSourcePageProps {
  release: ReleaseSource | undefined;
  title: string;
  note?: string;
  /** Where its function's other releases are. */
  allHref: string;
  error: Error | null;
  onRetry: () => void;
  actions: ReactNode;
}

function ViewerSkeleton() {
  return (
    <div role="status" aria-label="Loading the code" className="flex flex-col gap-3 p-4">
      <Skeleton className="h-3 w-64" />
      <Skeleton className="h-3 w-96 max-w-full" />
      <Skeleton className="h-3 w-80 max-w-full" />
    </div>
  );
}

/** The file that a stack names: built code has the path of its source, or its end. */
function fileNamed(paths: readonly string[], wanted: string): string | undefined {
  return paths.find((path) => path === wanted) ?? paths.find((path) => path.endsWith(`/${wanted}`)) ?? paths[0];
}

/** A release's files to read, at the line that the address names. */
export function ReleaseSourcePage({ release, title, note, allHref, error, onRetry, actions }: ReleaseSourcePageProps) {
  const [file, setFile] = useUrlState("file", "");
  const [lineText, setLine] = useUrlState("line", "");
  const files = release?.source.kind === "files" ? release.source.files : [];
  const shown = fileNamed(
    files.map(({ path }) => path),
    file,
  );
  const line = /^[1-9]\d{0,6}$/.test(lineText) ? Number(lineText) : null;
  return (
    <Page
      title={title}
      wide
      actions={actions}
      description={
        release && (
          <span className="flex flex-wrap items-center gap-2">
            {release.live ? <Badge tone="green">Live</Badge> : <Badge>Not live</Badge>}
            <span>
              Made by <Actor actor={release.createdBy} /> <Time at={release.createdAt} />.
            </span>
            {note && <span>{note}</span>}
          </span>
        )
      }
    >
      {error && !release && (
        <LoadFailure error={error} what="release" all={{ href: allHref, label: "All releases" }} onRetry={onRetry} />
      )}
      {!release && !error && <ViewerSkeleton />}
      {release?.source.kind === "zip" && (
        <Notice title="This release was uploaded as a zip">
          Its {release.source.entries.length} files are in the tab Code of the function.
        </Notice>
      )}
      {shown !== undefined && (
        <div className="flex h-[calc(100dvh-190px)] min-h-96 flex-col overflow-hidden rounded-md border md:flex-row">
          <nav
            aria-label="Files"
            className="shrink-0 overflow-auto border-b bg-panel p-1 md:w-56 md:border-r md:border-b-0"
          >
            <ul className="flex gap-0.5 md:flex-col">
              {files.map(({ path }) => (
                <li key={path}>
                  <button
                    type="button"
                    aria-current={path === shown}
                    onClick={() => {
                      setFile(path);
                      setLine("");
                    }}
                    className={cn(
                      "flex w-full items-center gap-1.5 rounded-sm px-2 py-1 text-left font-mono text-xs whitespace-nowrap hover:bg-hover",
                      path === shown && "bg-pressed font-medium",
                    )}
                  >
                    <FileCode aria-hidden className="size-3.5 shrink-0 text-faint" />
                    {path}
                  </button>
                </li>
              ))}
            </ul>
          </nav>
          <div className="min-h-0 min-w-0 flex-1">
            <SourceViewer
              path={shown}
              content={files.find(({ path }) => path === shown)?.content ?? ""}
              line={line}
              loading={<ViewerSkeleton />}
            />
          </div>
        </div>
      )}
    </Page>
  );
}

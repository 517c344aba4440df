"use client";
import { portalRoutes, type Release, type ReleaseChange, type ReleasePart, releaseDiffSchema } from "@annex/contract";
import { X } from "lucide-react";
import { useResource } from "@/client/api-provider";
import { Actor } from "../../actor";
import { ProblemNotice } from "../../problem-notice";
import { Button } from "../../ui/button";
import { Select } from "../../ui/select";
import { Skeleton } from "../../ui/skeleton";
import { Time } from "../../ui/time";
import { useWorkbench } from "../workbench-context";
import { ChangeTable } from "./change-table";
import { FileChanges } from "./file-changes";

interface CompareReleasesProps {
  releases: readonly Release[];
  from: string;
  to: string;
  onFrom: (side: string) => void;
  onTo: (side: string) => void;
  onClose: () => void;
}

const isFile = ({ part }: ReleaseChange) => part === ("files" satisfies ReleasePart);

/** Two releases, or one and the draft, over everything that they are made of. */
export function CompareReleases({ releases, from, to, onFrom, onTo, onClose }: CompareReleasesProps) {
  const { detail } = useWorkbench();
  const diff = useResource(portalRoutes.releaseDiff(detail.name), releaseDiffSchema, { query: { from, to } });
  const options = [
    { value: "draft", label: "Draft, as it is saved" },
    ...releases.map(({ number, live, message }) => ({
      value: String(number),
      label: `Release ${number}${live ? ", live" : ""}`,
      note: message.slice(0, 40),
    })),
  ];
  const files = diff.data?.changes.filter(isFile) ?? [];
  const others = diff.data?.changes.filter((change) => !isFile(change)) ?? [];
  return (
    <section aria-label="Comparison" className="flex flex-col gap-4 rounded-md border p-4">
      <div className="flex flex-wrap items-center gap-2">
        <h2 className="text-base font-semibold">Compare</h2>
        <div className="w-52 max-w-full">
          <Select aria-label="From" value={from} options={options} onValueChange={onFrom} />
        </div>
        <span aria-hidden className="text-muted">
          →
        </span>
        <div className="w-52 max-w-full">
          <Select aria-label="To" value={to} options={options} onValueChange={onTo} />
        </div>
        {diff.data && (
          <span className="text-xs text-muted">
            <Actor actor={diff.data.to.createdBy} />, <Time at={diff.data.to.createdAt} />
          </span>
        )}
        <Button
          variant="ghost"
          size="icon-sm"
          className="ml-auto"
          aria-label="Close the comparison"
          title="Close the comparison"
          onClick={onClose}
        >
          <X aria-hidden className="size-4" />
        </Button>
      </div>
      {diff.isPending && <Skeleton className="h-64" />}
      {diff.error && (
        <ProblemNotice error={diff.error} title="They could not be compared" onRetry={() => void diff.refetch()} />
      )}
      {diff.data?.changes.length === 0 && (
        <p className="py-6 text-center text-sm text-muted">They are the same in every part.</p>
      )}
      {others.length > 0 && <ChangeTable changes={others} />}
      {files.length > 0 && <FileChanges key={`${from}:${to}`} changes={files} />}
    </section>
  );
}

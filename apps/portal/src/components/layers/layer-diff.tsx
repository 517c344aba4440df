"use client";
import { type LayerChange, layerDiffSchema } from "@annex/contract";
import { useResource } from "@/client/api-provider";
import { formatBytes } from "@/format/units";
import { ProblemNotice } from "../problem-notice";
import { Badge, type Tone } from "../ui/badge";
import { Skeleton } from "../ui/skeleton";
import { Table, TD, TH, THead, TR } from "../ui/table";
import { type LayerOwner, layerRoutes } from "./layer-side";

const tones: Record<LayerChange["change"], Tone> = { added: "green", removed: "red", changed: "amber" };
const mostShown = 500;

interface LayerDiffProps {
  owner: LayerOwner;
  layerId: string;
  from: number;
  to: number;
}

/** A line of a lock: the version, with the checksum where one points at it. */
function LockCell({ line }: { line: string | null }) {
  return (
    <TD className="h-8 font-mono text-xs text-muted" title={line ?? undefined}>
      {line === null ? "–" : line.split(" ")[0]}
    </TD>
  );
}

/** Which packages and files two versions of a layer differ in. */
export function LayerDiff({ owner, layerId, from, to }: LayerDiffProps) {
  const diff = useResource(layerRoutes(owner).layerDiff(layerId), layerDiffSchema, { query: { from, to } });
  if (diff.error)
    return <ProblemNotice error={diff.error} title="They could not be compared" onRetry={() => void diff.refetch()} />;
  if (!diff.data) return <Skeleton className="h-40" />;
  const { changes, packages, unpackedBytesBefore, unpackedBytesAfter } = diff.data;
  const count = (change: LayerChange["change"]) => changes.filter((item) => item.change === change).length;
  if (changes.length === 0 && packages.length === 0)
    return <p className="py-4 text-sm text-muted">They hold the same files.</p>;
  return (
    <div className="flex flex-col gap-2">
      <p className="text-sm text-muted">
        {count("added")} added, {count("removed")} removed, {count("changed")} changed; unpacked{" "}
        {formatBytes(unpackedBytesBefore)} before, {formatBytes(unpackedBytesAfter)} after.
      </p>
      {packages.length > 0 && (
        <Table label={`Packages that differ between version ${from} and version ${to}`}>
          <THead>
            <tr>
              <TH>Package</TH>
              <TH>Before</TH>
              <TH>After</TH>
            </tr>
          </THead>
          <tbody>
            {packages.map(({ name, before, after }) => (
              <TR key={name}>
                <TD className="h-8 font-mono text-xs">{name}</TD>
                <LockCell line={before} />
                <LockCell line={after} />
              </TR>
            ))}
          </tbody>
        </Table>
      )}
      <Table label={`Files that differ between version ${from} and version ${to}`}>
        <THead>
          <tr>
            <TH>File</TH>
            <TH>Change</TH>
            <TH end>Before</TH>
            <TH end>After</TH>
          </tr>
        </THead>
        <tbody>
          {changes.slice(0, mostShown).map(({ path, change, before, after }) => (
            <TR key={path}>
              <TD className="h-8 font-mono text-xs">{path}</TD>
              <TD className="h-8">
                <Badge tone={tones[change]}>{change}</Badge>
              </TD>
              <TD end className="h-8 text-xs text-muted">
                {before === null ? "–" : formatBytes(before)}
              </TD>
              <TD end className="h-8 text-xs text-muted">
                {after === null ? "–" : formatBytes(after)}
              </TD>
            </TR>
          ))}
        </tbody>
      </Table>
      {changes.length > mostShown && (
        <p className="text-xs text-muted">
          The first {mostShown} of {changes.length} files.
        </p>
      )}
    </div>
  );
}

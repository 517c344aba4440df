"use client";
import type { Layer, LayerVersion } from "@annex/contract";
import { FolderOpen, GitCompare, Trash2 } from "lucide-react";
import { formatActor } from "@/format/actor";
import { formatBytes, formatCount } from "@/format/units";
import { Button } from "../ui/button";
import { Table, TD, TH, THead, TR } from "../ui/table";
import { Time } from "../ui/time";

interface VersionTableProps {
  layer: Layer;
  /** Whether this side may delete versions. */
  own: boolean;
  onBrowse: (number: number) => void;
  onCompare: (from: number, to: number) => void;
  onDelete: (number: number) => void;
}

export function VersionTable({ layer, own, onBrowse, onCompare, onDelete }: VersionTableProps) {
  const { versions } = layer;
  return (
    <Table label={`Versions of ${layer.name}`}>
      <THead>
        <tr>
          <TH>Version</TH>
          <TH>What changed</TH>
          <TH>Runtimes</TH>
          <TH end>Files</TH>
          <TH end>Unpacked</TH>
          <TH end>Functions</TH>
          <TH>Made</TH>
          <TH>
            <span className="sr-only">Actions</span>
          </TH>
        </tr>
      </THead>
      <tbody>
        {versions.map((version, index) => (
          <VersionRow
            key={version.number}
            version={version}
            before={versions[index + 1]}
            own={own}
            {...{ onBrowse, onCompare, onDelete }}
          />
        ))}
      </tbody>
    </Table>
  );
}

interface VersionRowProps extends Omit<VersionTableProps, "layer"> {
  version: LayerVersion;
  before: LayerVersion | undefined;
}

function VersionRow({ version, before, own, onBrowse, onCompare, onDelete }: VersionRowProps) {
  const { number, message, madeFrom, runtimes, files, sizeBytes, unpackedBytes, usedBy, createdBy, createdAt } =
    version;
  return (
    <TR>
      <TD className="font-medium">Version {number}</TD>
      <TD className="max-w-72 truncate text-muted" title={message}>
        {message || (madeFrom ? "" : "–")}
        {madeFrom && (
          <span
            className="block truncate text-xs"
            title={madeFrom.map(({ name, version }) => `${name} ${version}`).join(", ")}
          >
            from {madeFrom.map(({ name, version }) => `${name} ${version}`).join(", ")}
          </span>
        )}
      </TD>
      <TD className="font-mono text-xs text-muted">{runtimes.join(", ")}</TD>
      <TD end>{formatCount(files)}</TD>
      <TD end title={`${formatBytes(sizeBytes)} packed`}>
        {formatBytes(unpackedBytes)}
      </TD>
      <TD end>{formatCount(usedBy)}</TD>
      <TD className="text-muted" title={formatActor(createdBy)}>
        <Time at={createdAt} />
      </TD>
      <TD end>
        <Button variant="ghost" size="sm" aria-label={`Browse version ${number}`} onClick={() => onBrowse(number)}>
          <FolderOpen aria-hidden className="size-3.5" />
          Browse
        </Button>
        {before && (
          <Button
            variant="ghost"
            size="sm"
            aria-label={`Compare version ${number} with version ${before.number}`}
            onClick={() => onCompare(before.number, number)}
          >
            <GitCompare aria-hidden className="size-3.5" />
            Compare
          </Button>
        )}
        {own && (
          <Button
            changes
            variant="ghost"
            size="icon-sm"
            aria-label={`Delete version ${number}`}
            title={`Delete version ${number}`}
            onClick={() => onDelete(number)}
          >
            <Trash2 aria-hidden className="size-3.5" />
          </Button>
        )}
      </TD>
    </TR>
  );
}

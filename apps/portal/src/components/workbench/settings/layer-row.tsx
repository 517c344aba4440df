"use client";
import type { Layer, LayerReference, LayerVersion } from "@annex/contract";
import { ArrowDown, ArrowUp, X } from "lucide-react";
import Link from "next/link";
import { useTenant } from "@/client/api-provider";
import { formatBytes } from "@/format/units";
import { Badge } from "../../ui/badge";
import { Button } from "../../ui/button";
import { Select } from "../../ui/select";

interface LayerRowProps {
  reference: LayerReference;
  /** Undefined where it is not there any more. */
  layer: Layer | undefined;
  /** Those for the function's runtime, newest first. */
  versions: readonly LayerVersion[];
  first: boolean;
  last: boolean;
  onVersion: (version: number) => void;
  onCompare: (to: number) => void;
  onMove: (by: 1 | -1) => void;
  onRemove: () => void;
}

/** One layer of a function. */
export function LayerRow(props: LayerRowProps) {
  const { reference, layer, versions, first, last, onVersion, onCompare, onMove, onRemove } = props;
  const { layerId, name, version } = reference;
  const tenant = useTenant();
  const chosen = versions.find(({ number }) => number === version);
  const newest = versions[0]?.number ?? version;
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b px-3 py-1.5 last:border-b-0">
      <span className="flex min-w-32 flex-1 items-center gap-2">
        <Link href={`/t/${tenant}/layers/${layerId}`} className="truncate text-sm font-medium hover:underline">
          {name}
        </Link>
        {layer?.vendor && <Badge tone="accent">Vendor</Badge>}
      </span>
      {chosen ? (
        <span className="text-xs text-muted">{formatBytes(chosen.unpackedBytes)}</span>
      ) : (
        <Badge tone="red">Not there</Badge>
      )}
      <span className="w-32">
        <Select
          aria-label={`Version of ${name}`}
          value={String(version)}
          onValueChange={(value) => onVersion(Number(value))}
          options={versions.map(({ number }) => ({ value: String(number), label: `Version ${number}` }))}
        />
      </span>
      <span className="flex items-center">
        <Button
          variant="ghost"
          size="icon-sm"
          aria-label={`Move ${name} up`}
          title="Move up"
          disabled={first}
          onClick={() => onMove(-1)}
        >
          <ArrowUp aria-hidden className="size-3.5" />
        </Button>
        <Button
          variant="ghost"
          size="icon-sm"
          aria-label={`Move ${name} down`}
          title="Move down: files of a later layer win"
          disabled={last}
          onClick={() => onMove(1)}
        >
          <ArrowDown aria-hidden className="size-3.5" />
        </Button>
        <Button
          variant="ghost"
          size="icon-sm"
          aria-label={`Remove ${name}`}
          title={`Remove ${name}`}
          onClick={onRemove}
        >
          <X aria-hidden className="size-3.5" />
        </Button>
      </span>
      {newest > version && chosen && (
        <p className="flex w-full items-center gap-3 text-xs text-muted">
          Version {newest} is there.
          <button type="button" className="text-accent-text underline" onClick={() => onCompare(newest)}>
            What changes
          </button>
          <button type="button" className="text-accent-text underline" onClick={() => onVersion(newest)}>
            Upgrade
          </button>
        </p>
      )}
    </li>
  );
}

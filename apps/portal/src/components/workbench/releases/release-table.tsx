"use client";
import type { Release } from "@annex/contract";
import { formatBytes } from "@/format/units";
import { Actor } from "../../actor";
import { Badge } from "../../ui/badge";
import { Button } from "../../ui/button";
import { cn } from "../../ui/cn";
import { Table, TD, TH, THead, TR } from "../../ui/table";
import { Time } from "../../ui/time";

/** What a narrow window has no room for beside the buttons. */
const wide = "hidden md:table-cell";

interface ReleaseTableProps {
  releases: readonly Release[];
  /** The release that is being made live. */
  busyNumber: number | null;
  onRollBack: (releaseNumber: number) => void;
  /** With the live release, or with the one before it. */
  onCompare: (releaseNumber: number) => void;
  onBrowse: (releaseNumber: number) => void;
}

export function ReleaseTable({ releases, busyNumber, onRollBack, onCompare, onBrowse }: ReleaseTableProps) {
  const live = releases.find((release) => release.live)?.number ?? 0;
  return (
    <Table label="Table of releases">
      <THead>
        <tr>
          <TH>Release</TH>
          <TH>Message</TH>
          <TH className={wide}>Made by</TH>
          <TH className={wide}>Runtime</TH>
          <TH end className={wide}>
            Size
          </TH>
          <TH>
            <span className="sr-only">Actions</span>
          </TH>
        </tr>
      </THead>
      <tbody>
        {releases.map((release) => (
          <TR key={release.id}>
            <TD>
              <span className="mr-2 font-medium">Release {release.number}</span>
              {release.live && (
                <Badge tone="green" dot>
                  Live
                </Badge>
              )}
              {release.lambdaVersion === null && <Badge>Not published</Badge>}
            </TD>
            <TD className="max-w-20 truncate text-muted md:max-w-64" title={release.message}>
              {release.message || "–"}
            </TD>
            <TD className={cn(wide, "text-muted")}>
              <Actor actor={release.createdBy} />, <Time at={release.createdAt} />
            </TD>
            <TD className={cn(wide, "font-mono text-xs text-muted")}>{release.runtime}</TD>
            <TD end className={cn(wide, "text-muted")}>
              {release.artifactBytes === null ? "–" : formatBytes(release.artifactBytes)}
            </TD>
            <TD end>
              <div className="flex flex-wrap justify-end gap-1">
                <Button
                  size="sm"
                  variant="ghost"
                  aria-label={`Browse release ${release.number}`}
                  onClick={() => onBrowse(release.number)}
                >
                  Browse
                </Button>
                <Button
                  size="sm"
                  variant="ghost"
                  aria-label={`Compare release ${release.number}`}
                  onClick={() => onCompare(release.number)}
                >
                  Compare
                </Button>
                {!release.live && release.lambdaVersion !== null && (
                  <Button
                    size="sm"
                    disabled={busyNumber !== null}
                    busy={busyNumber === release.number}
                    className="order-first md:order-none"
                    aria-label={`${release.number < live ? "Roll back" : "Roll forward"} to release ${release.number}`}
                    onClick={() => onRollBack(release.number)}
                  >
                    {release.number < live ? "Roll back" : "Roll forward"}
                  </Button>
                )}
              </div>
            </TD>
          </TR>
        ))}
      </tbody>
    </Table>
  );
}

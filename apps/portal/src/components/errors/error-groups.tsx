"use client";
import type { ErrorGroup } from "@annex/contract";
import { ChevronDown, ChevronRight } from "lucide-react";
import Link from "next/link";
import { useUrlState } from "@/client/use-url-state";
import { formatCount } from "@/format/units";
import { errorClassNames } from "../charts/error-class-names";
import { StackTrace } from "../invocations/run/stack-trace";
import { Badge } from "../ui/badge";
import { CopyButton } from "../ui/copy-button";
import { Sparkline } from "../ui/sparkline";
import { Time } from "../ui/time";

interface ErrorGroupsProps {
  groups: readonly ErrorGroup[];
  /** Where the newest occurrence can be looked at; none on the operators' side. */
  sampleHref?: (group: ErrorGroup) => string;
  /** Where a line of the code is shown, in the newest release that failed so. */
  lineHref?: (group: ErrorGroup, file: string, line: number) => string;
}

function releasesOf({ firstRelease, lastRelease }: ErrorGroup): string {
  if (firstRelease === null || lastRelease === null) return "before any release was reached";
  return firstRelease === lastRelease ? `release ${firstRelease}` : `releases ${firstRelease} to ${lastRelease}`;
}

function GroupDetail({ group, sampleHref, lineHref }: { group: ErrorGroup } & Omit<ErrorGroupsProps, "groups">) {
  const { errorMessage, errorStack } = group;
  const text = [`${group.errorType}: ${errorMessage}`, ...errorStack].join("\n");
  return (
    <div className="flex flex-col gap-2 border-t bg-panel px-3 py-2.5">
      <div className="relative rounded-md border bg-bg">
        <div className="absolute top-1 right-1">
          <CopyButton text={text} label="Copy error" />
        </div>
        <div className="p-2 pr-9">
          {errorStack.length > 0 ? (
            <StackTrace lines={errorStack} hrefOf={lineHref ? (file, line) => lineHref(group, file, line) : null} />
          ) : (
            <p className="font-mono text-xs whitespace-pre-wrap [overflow-wrap:anywhere]">{errorMessage}</p>
          )}
        </div>
      </div>
      <p className="text-xs text-muted">
        First seen <Time at={group.firstSeen} />, in {releasesOf(group)}.
        {sampleHref && (
          <>
            {" "}
            <Link href={sampleHref(group)} className="text-accent-text underline">
              Open the newest invocation
            </Link>
          </>
        )}
      </p>
    </div>
  );
}

/** Failures by kind and place, the most frequent first; one opened shows its stack. */
export function ErrorGroups({ groups, ...links }: ErrorGroupsProps) {
  const [open, setOpen] = useUrlState("error", "");
  return (
    <section className="flex min-w-0 flex-col gap-2" aria-label="Errors">
      <h2 className="text-base font-semibold">Errors</h2>
      {groups.length === 0 ? (
        <p className="rounded-md border px-3 py-4 text-sm text-muted">No errors in this range.</p>
      ) : (
        <ul className="overflow-hidden rounded-md border">
          {groups.map((group) => {
            const { fingerprint, errorClass, errorType, errorMessage, count, lastSeen, sparkline } = group;
            const isOpen = open === fingerprint;
            const Mark = isOpen ? ChevronDown : ChevronRight;
            return (
              <li key={fingerprint} className="border-b last:border-b-0">
                <button
                  type="button"
                  aria-expanded={isOpen}
                  onClick={() => setOpen(isOpen ? "" : fingerprint)}
                  className="flex w-full flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2 text-left text-sm hover:bg-hover focus-visible:-outline-offset-2"
                >
                  <Mark aria-hidden className="size-3.5 shrink-0 text-faint" />
                  <span className="min-w-0 flex-1 basis-72">
                    <span className="flex items-center gap-2">
                      <span className="truncate font-mono text-xs font-medium">{errorType}</span>
                      <Badge>{errorClassNames[errorClass]}</Badge>
                    </span>
                    <span className="line-clamp-1 text-xs text-muted">{errorMessage || "no message"}</span>
                  </span>
                  <Sparkline values={sparkline} label={`${count} occurrences over the range`} width={72} />
                  <span
                    className="w-14 text-right font-medium tabular-nums"
                    title={`${count.toLocaleString("en")} occurrences`}
                  >
                    {formatCount(count)}
                  </span>
                  <span className="w-28 text-right text-xs text-muted">
                    <Time at={lastSeen} />
                  </span>
                </button>
                {isOpen && <GroupDetail group={group} {...links} />}
              </li>
            );
          })}
        </ul>
      )}
    </section>
  );
}

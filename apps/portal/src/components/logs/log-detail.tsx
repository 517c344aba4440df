"use client";
import type { LogLine } from "@annex/contract";
import { Activity, Filter, Link2 } from "lucide-react";
import Link from "next/link";
import { toast } from "sonner";
import { useTenant } from "@/client/api-provider";
import { copyText } from "@/client/copy-text";
import { formatExact } from "@/format/time";
import { Button } from "../ui/button";
import { CopyButton } from "../ui/copy-button";
import { flatFields } from "./flat-fields";
import { sourceWords } from "./source-words";
import type { LogFilters } from "./use-log-filters";

const iconClass = "size-3.5";
const beforeMs = 600_000;
const afterMs = 2000;

/** The address of the page with this line open, whenever it is opened. */
function linkTo({ id, at }: LogLine): string {
  const url = new URL(window.location.href);
  const time = new Date(at).getTime();
  url.searchParams.set("from", new Date(time - beforeMs).toISOString());
  url.searchParams.set("to", new Date(time + afterMs).toISOString());
  url.searchParams.set("line", id);
  return url.href;
}

async function copyLink(line: LogLine): Promise<void> {
  if (await copyText(linkTo(line))) toast.success("Copied the link to this line");
}

/** All of a line: its text, its fields, each of which narrows the search, and where it belongs. */
export function LogDetail({ line, filters }: { line: LogLine; filters: LogFilters }) {
  const tenant = useTenant();
  const { message, requestId, correlationId, functionName, releaseNumber, source } = line;
  const fields = flatFields(line.fields);
  const run = requestId ?? correlationId;
  return (
    // biome-ignore lint/a11y/useSemanticElements: see log-row.tsx
    // biome-ignore lint/a11y/useFocusableInteractive: the row has the focus
    <div role="gridcell" className="flex flex-col gap-3 px-3 pt-1 pb-3 sm:pl-8">
      <div className="relative">
        <pre className="max-h-96 overflow-auto rounded-md border bg-bg p-2 pr-9 whitespace-pre-wrap [overflow-wrap:anywhere]">
          {message.trim()}
        </pre>
        <span className="absolute top-1 right-1">
          <CopyButton text={message} label="Copy line" />
        </span>
      </div>
      {fields.length > 0 && (
        <dl aria-label="Fields" className="grid grid-cols-[max-content_1fr] gap-x-4 gap-y-0.5 leading-6">
          {fields.map(({ name, shown, filter }) => (
            <div key={name} className="contents">
              <dt className="max-w-60 truncate text-faint" title={name}>
                {name}
              </dt>
              <dd className="min-w-0 [overflow-wrap:anywhere]">
                {filter === null ? (
                  shown
                ) : (
                  <button
                    type="button"
                    title={`Only lines with ${name} = ${shown}`}
                    onClick={() => filters.change({ field: filter })}
                    className="min-h-6 min-w-6 rounded-sm text-left underline decoration-line-strong decoration-dotted underline-offset-2 hover:bg-pressed hover:decoration-solid"
                  >
                    {shown}
                  </button>
                )}
              </dd>
            </div>
          ))}
        </dl>
      )}
      <p className="font-sans text-xs text-muted">
        {[
          formatExact(line.at),
          sourceWords[source],
          functionName,
          releaseNumber === null ? null : `release ${releaseNumber}`,
        ]
          .filter(Boolean)
          .join(" · ")}
      </p>
      <div className="flex flex-wrap gap-2 font-sans">
        {run !== null && (
          <Button asChild size="sm">
            <Link
              href={
                requestId === null
                  ? `/t/${tenant}/invocations?correlationId=${encodeURIComponent(run)}&range=7d`
                  : `/t/${tenant}/invocations/${encodeURIComponent(requestId)}`
              }
            >
              <Activity aria-hidden className={iconClass} />
              Open the invocation
            </Link>
          </Button>
        )}
        {requestId !== null && (
          <Button size="sm" onClick={() => filters.change({ requestId })}>
            <Filter aria-hidden className={iconClass} />
            Only this request
          </Button>
        )}
        {correlationId !== null && (
          <Button size="sm" onClick={() => filters.change({ correlationId })}>
            <Filter aria-hidden className={iconClass} />
            Only this correlation ID
          </Button>
        )}
        <Button size="sm" onClick={() => void copyLink(line)}>
          <Link2 aria-hidden className={iconClass} />
          Copy link
        </Button>
      </div>
    </div>
  );
}

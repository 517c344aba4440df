"use client";
import { portalRoutes } from "@annex/contract";
import { Download, ScrollText } from "lucide-react";
import Link from "next/link";
import { type ReactNode, useRef } from "react";
import { useDebounced } from "@/client/use-debounced";
import { RangePicker } from "../charts/range-picker";
import { LiveToggle } from "../live-toggle";
import { NewItemsButton } from "../new-items-button";
import { ProblemNotice } from "../problem-notice";
import { KeptNote } from "../retention/kept-note";
import { type Kept, useKept } from "../retention/use-kept";
import { useCommands } from "../shell/commands";
import { Button } from "../ui/button";
import { cn } from "../ui/cn";
import { EmptyState } from "../ui/empty-state";
import { TableSkeleton } from "../ui/skeleton";
import { useLive } from "../use-live";
import { LogFilterBar } from "./log-filter-bar";
import { LogList } from "./log-list";
import { anyValue, type LogFilters, useLogFilters } from "./use-log-filters";
import { useLogLines } from "./use-log-lines";

interface LogViewProps {
  tenant: string;
  /** Shows this function's lines only. */
  functionName?: string;
  /** Fills the panel that it stands in, rather than most of the window. */
  inPanel?: boolean;
  /** Stands where there is no line yet; none where nothing is deployed. */
  howToCall?: ReactNode;
}

function unlessAny(value: string): string | undefined {
  return value === anyValue || value === "" ? undefined : value;
}

function queriesOf(filters: LogFilters, functionName: string | undefined) {
  const filter = {
    function: functionName ?? unlessAny(filters.functionName),
    level: unlessAny(filters.level),
    source: unlessAny(filters.source),
    release: unlessAny(filters.release),
    text: unlessAny(filters.text.trim()),
    field: unlessAny(filters.field),
    correlationId: unlessAny(filters.correlationId),
    requestId: unlessAny(filters.requestId),
  };
  return { filter, time: { range: filters.range, from: unlessAny(filters.from), to: unlessAny(filters.to) } };
}

function exportUrl(tenant: string, query: Readonly<Record<string, string | undefined>>): string {
  const search = new URLSearchParams({ tenant });
  for (const [name, value] of Object.entries(query)) if (value) search.set(name, value);
  return `${portalRoutes.logExport()}?${search}`;
}

/** Log lines, newest first and live, with their filters. */
export function LogView({ tenant, functionName, inPanel = false, howToCall }: LogViewProps) {
  const filters = useLogFilters();
  const live = useLive();
  const frame = useRef<HTMLDivElement>(null);
  const wanted = JSON.stringify(queriesOf(filters, functionName));
  const { filter, time }: ReturnType<typeof queriesOf> = JSON.parse(useDebounced(wanted));
  const list = useLogLines({
    filter,
    time,
    live: time.to === undefined,
    paused: live.paused,
    held: () => (frame.current?.scrollTop ?? 0) > 8,
  });
  const kept = useKept(time);
  useCommands([
    { id: "logs-errors", label: "Show lines of level error", group: "Page", run: () => filters.setLevel("error") },
    { id: "logs-live", label: "Pause or resume the live tail", group: "Page", run: live.toggle },
  ]);
  const withFunction = functionName === undefined;
  const takeIn = () => {
    list.takeIn();
    frame.current?.scrollTo({ top: 0 });
  };
  return (
    <div className={cn("flex min-w-0 flex-col gap-3", inPanel && "h-full min-h-0")}>
      <div className="flex flex-wrap items-start gap-2">
        <LogFilterBar filters={filters} ofOneFunction={!withFunction} />
        <div className="ml-auto flex flex-wrap items-center justify-end gap-2">
          {time.to === undefined && <LiveToggle paused={live.paused} onToggle={live.toggle} lost={list.lost} />}
          <Button asChild variant="ghost" size="sm">
            <a href={exportUrl(tenant, { ...filter, ...time })} download title="At most 100,000 lines, the newest">
              <Download aria-hidden className="size-3.5" />
              NDJSON
            </a>
          </Button>
          <RangePicker />
        </div>
      </div>
      {!list.loaded && !list.error && <TableSkeleton rows={10} label="Loading log lines" />}
      {!list.loaded && list.error && (
        <ProblemNotice error={list.error} title="The log lines could not be loaded" onRetry={list.retry} />
      )}
      {list.loaded && list.error && (
        <ProblemNotice
          error={list.error}
          title={list.moreFailed ? "Older lines could not be loaded" : "The log lines could not be loaded"}
          onRetry={list.moreFailed ? list.loadMore : list.retry}
        />
      )}
      {list.loaded && list.lines.length === 0 && (
        <>
          <NoLines tenant={tenant} filters={filters} kept={kept} />
          {!filters.isNarrowed && howToCall && <div className="max-w-3xl">{howToCall}</div>}
        </>
      )}
      {list.loaded && list.lines.length > 0 && (
        <div
          aria-busy={list.changing}
          className={cn(
            "flex min-h-0 flex-1 flex-col gap-4 transition-opacity duration-150",
            list.changing && "opacity-60 delay-300", // an answer that comes at once dims nothing
          )}
        >
          <NewItemsButton count={list.waiting} words={["new line", "new lines"]} onShow={takeIn} />
          <div className="flex min-h-0 flex-1 flex-col gap-1">
            <LogList
              lines={list.lines}
              filters={filters}
              withFunction={withFunction}
              frame={frame}
              onEnd={() => list.hasMore && !list.loadingMore && !list.moreFailed && list.loadMore()}
              className={inPanel ? "min-h-32 flex-1" : "h-[calc(100dvh-260px)] min-h-80"}
            />
            <p role="status" className="min-h-4 text-xs text-faint">
              {list.loadingMore ? "Loading older lines" : list.hasMore ? "" : <End kept={kept} />}
            </p>
          </div>
        </div>
      )}
    </div>
  );
}

function End({ kept }: { kept: Kept | undefined }) {
  return kept ? <KeptNote what="Lines" kept={kept} /> : "No older line in this time";
}

function NoLines({ tenant, filters, kept }: { tenant: string; filters: LogFilters; kept: Kept | undefined }) {
  const { correlationId } = filters;
  const asRequest = () => filters.change({ correlationId: "", requestId: correlationId });
  return (
    <EmptyState
      icon={<ScrollText aria-hidden />}
      title={filters.isNarrowed ? "Nothing matches" : "No line in this time"}
      action={
        filters.isNarrowed && (
          <span className="flex flex-wrap justify-center gap-2">
            {correlationId !== "" && <Button onClick={asRequest}>Look for it as a request ID</Button>}
            <Button onClick={filters.clear}>Clear filters</Button>
          </span>
        )
      }
      link={
        <Link href={`/t/${tenant}/invocations`} className="text-accent-text underline">
          See the invocations
        </Link>
      }
    >
      {filters.isNarrowed
        ? "No line of this time matches the filters. Choose a longer time or clear them."
        : "What a function writes with console.log, print or the function SDK's logger shows up here at once."}{" "}
      {kept && <KeptNote what="Lines" kept={kept} />}
    </EmptyState>
  );
}

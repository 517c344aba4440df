"use client";
import { type LogLine, logLineSchema, portalRoutes } from "@annex/contract";
import { ScrollText } from "lucide-react";
import Link from "next/link";
import { useRef } from "react";
import { useDebounced } from "@/client/use-debounced";
import { useLivePages } from "@/client/use-live-pages";
import { RangePicker } from "../charts/range-picker";
import { LiveToggle } from "../live-toggle";
import { NewItemsButton } from "../new-items-button";
import { ProblemNotice } from "../problem-notice";
import { isScrolled } from "../scrolled";
import { useCommands } from "../shell/commands";
import { Button } from "../ui/button";
import { cn } from "../ui/cn";
import { EmptyState } from "../ui/empty-state";
import { TableSkeleton } from "../ui/skeleton";
import { Table, TH, THead } from "../ui/table";
import { useLive } from "../use-live";
import { LogFilterBar } from "./log-filter-bar";
import { LogRow } from "./log-row";
import { anyValue, type InitialLogQuery, type LogFilters, useLogFilters } from "./use-log-filters";

interface LogTableProps {
  tenant: string;
  /** Shows this function's lines only. */
  functionName?: string;
  initialQuery?: InitialLogQuery;
}

const lineAt = (line: LogLine) => line.at;

function unlessAny(value: string): string | undefined {
  return value === anyValue || value === "" ? undefined : value;
}

/** Log lines, newest first and live, with their filters. */
export function LogTable({ tenant, functionName, initialQuery }: LogTableProps) {
  const filters = useLogFilters(initialQuery);
  const live = useLive(1000);
  const frame = useRef<HTMLDivElement>(null);
  const list = useLivePages(portalRoutes.logs(), logLineSchema, {
    query: {
      function: functionName ?? unlessAny(filters.functionName),
      level: unlessAny(filters.level),
      text: useDebounced(filters.text.trim()),
      correlationId: useDebounced(filters.correlationId),
      requestId: filters.requestId,
      range: filters.range,
    },
    interval: live.interval,
    at: lineAt,
    held: () => isScrolled(frame.current),
  });
  useCommands([
    { id: "logs-errors", label: "Show lines of level error", group: "Page", run: () => filters.setLevel("error") },
    { id: "logs-live", label: "Pause or resume live updates", group: "Page", run: live.toggle },
  ]);
  const withFunction = functionName === undefined;
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <div className="flex flex-wrap items-center gap-2">
        <LogFilterBar filters={filters} ofOneFunction={!withFunction} />
        <div className="ml-auto flex items-center gap-2">
          <LiveToggle paused={live.paused} onToggle={live.toggle} lost={list.lost} />
          <RangePicker />
        </div>
      </div>
      {!list.loaded && !list.error && <TableSkeleton rows={10} label="Loading log lines" />}
      {!list.loaded && list.error && (
        <ProblemNotice error={list.error} title="The log lines could not be loaded" onRetry={list.retry} />
      )}
      {list.loaded && list.items.length === 0 && <NoLines tenant={tenant} filters={filters} />}
      {list.loaded && list.items.length > 0 && (
        <div ref={frame} className={cn("flex flex-col gap-4", list.changing && "opacity-60")}>
          <NewItemsButton count={list.waiting} words={["new line", "new lines"]} onShow={list.takeIn} />
          <Table label="Log lines">
            <THead>
              <tr>
                <TH className="max-sm:hidden">Time</TH>
                <TH className="max-sm:hidden">Level</TH>
                <TH>Line</TH>
                {withFunction && <TH className="max-sm:hidden">Function</TH>}
                <TH end>Request</TH>
              </tr>
            </THead>
            <tbody>
              {list.items.map((line) => (
                <LogRow key={line.id} line={line} tenant={tenant} filters={filters} withFunction={withFunction} />
              ))}
            </tbody>
          </Table>
          {list.moreFailed && list.error && (
            <ProblemNotice error={list.error} title="Older lines could not be loaded" onRetry={list.loadMore} />
          )}
          {list.hasMore && (
            <Button className="self-center" busy={list.loadingMore} onClick={list.loadMore}>
              Load more
            </Button>
          )}
        </div>
      )}
    </div>
  );
}

function NoLines({ tenant, filters }: { tenant: string; filters: LogFilters }) {
  const { correlationId } = filters;
  const asRequest = () => {
    filters.setRequestId(correlationId);
    filters.setCorrelationId("");
  };
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
        : "What a function writes with console.log, print or the function SDK's logger shows up here within two seconds."}
    </EmptyState>
  );
}

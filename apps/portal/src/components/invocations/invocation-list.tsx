"use client";
import { type Invocation, invocationSchema, portalRoutes } from "@annex/contract";
import { Activity, Download } from "lucide-react";
import Link from "next/link";
import { useRef } from "react";
import { useTenant } from "@/client/api-provider";
import { download } from "@/client/download";
import { useDebounced } from "@/client/use-debounced";
import { useLivePages } from "@/client/use-live-pages";
import { useUrlState } from "@/client/use-url-state";
import { toCsv } from "@/format/csv";
import { RangePicker } from "../charts/range-picker";
import { LiveToggle } from "../live-toggle";
import { NewItemsButton } from "../new-items-button";
import { ProblemNotice } from "../problem-notice";
import { KeptNote } from "../retention/kept-note";
import { useKept } from "../retention/use-kept";
import { isScrolled } from "../scrolled";
import { useCommands } from "../shell/commands";
import { Button } from "../ui/button";
import { cn } from "../ui/cn";
import { EmptyState } from "../ui/empty-state";
import { Page } from "../ui/page";
import { TableSkeleton } from "../ui/skeleton";
import { useLive } from "../use-live";
import { InvocationFilterBar } from "./invocation-filter-bar";
import { InvocationPanel } from "./invocation-panel";
import { InvocationTable } from "./invocation-table";
import { anyValue, useInvocationFilters } from "./use-invocation-filters";

const startedAt = (invocation: Invocation) => invocation.startedAt;

function saveCsv(invocations: readonly Invocation[]): void {
  const headings = ["Time", "Function", "Outcome", "Duration ms", "Extension point", "Release", "Correlation ID"];
  const rows = invocations.map((item) => [
    item.startedAt,
    item.functionName,
    item.outcome,
    item.totalMs,
    item.extensionPointKey,
    item.releaseNumber,
    item.correlationId,
  ]);
  download("invocations.csv", toCsv(headings, rows));
}

/** Every invocation of the tenant, newest first and live. */
export function InvocationList() {
  const tenant = useTenant();
  const filters = useInvocationFilters();
  const [openId, setOpenId] = useUrlState("invocation", "", { push: true });
  const live = useLive(1000);
  const frame = useRef<HTMLDivElement>(null);
  const list = useLivePages(portalRoutes.invocations(), invocationSchema, {
    query: {
      function: filters.functionName === anyValue ? undefined : filters.functionName,
      outcome: filters.outcome === anyValue ? undefined : filters.outcome,
      correlationId: useDebounced(filters.correlationId),
      range: filters.range,
    },
    interval: live.interval,
    at: startedAt,
    // a row must not move away under a pointer that is about to press it
    held: () => isScrolled(frame.current) || frame.current?.querySelector("tbody:hover") != null,
  });
  const kept = useKept({ range: filters.range });
  useCommands([
    {
      id: "invocations-failed",
      label: "Show failed invocations",
      group: "Page",
      run: () => filters.setOutcome("error"),
    },
    { id: "invocations-csv", label: "Export invocations as CSV", group: "Page", run: () => saveCsv(list.items) },
    { id: "invocations-live", label: "Pause or resume live updates", group: "Page", run: live.toggle },
  ]);
  return (
    <Page
      title="Invocations"
      description="Each run of a function, newest first. Open one to see its steps, its error and its log lines."
      actions={
        <>
          <LiveToggle paused={live.paused} onToggle={live.toggle} lost={list.lost} />
          <RangePicker />
        </>
      }
    >
      <div className="flex flex-wrap items-center gap-2">
        <InvocationFilterBar filters={filters} />
        <Button variant="ghost" size="sm" className="ml-auto" onClick={() => saveCsv(list.items)}>
          <Download aria-hidden className="size-3.5" />
          CSV
        </Button>
      </div>
      {!list.loaded && !list.error && <TableSkeleton rows={8} label="Loading invocations" />}
      {!list.loaded && list.error && (
        <ProblemNotice error={list.error} title="The invocations could not be loaded" onRetry={list.retry} />
      )}
      {list.loaded && list.items.length === 0 && (
        <EmptyState
          icon={<Activity aria-hidden />}
          title={filters.isNarrowed ? "Nothing matches" : "No invocation in this time"}
          action={filters.isNarrowed && <Button onClick={filters.clear}>Clear filters</Button>}
          link={
            <Link href={`/t/${tenant}/extension-points`} className="text-accent-text underline">
              See where functions run
            </Link>
          }
        >
          {filters.isNarrowed
            ? "No invocation of this time matches the filters. Choose a longer time or clear them."
            : "When the product reaches an extension point, the functions bound there run and show up here at once."}{" "}
          {kept && <KeptNote what="Invocations" kept={kept} />}
        </EmptyState>
      )}
      {list.loaded && list.items.length > 0 && (
        <div aria-busy={list.changing} ref={frame} className={cn("flex flex-col gap-4", list.changing && "opacity-60")}>
          <NewItemsButton count={list.waiting} words={["new invocation", "new invocations"]} onShow={list.takeIn} />
          <InvocationTable invocations={list.items} openId={openId} onOpen={setOpenId} />
          {list.moreFailed && list.error && (
            <ProblemNotice error={list.error} title="Older invocations could not be loaded" onRetry={list.loadMore} />
          )}
          {list.hasMore && (
            <Button className="self-center" busy={list.loadingMore} onClick={list.loadMore}>
              Load more
            </Button>
          )}
          {kept && !list.hasMore && (
            <p className="self-center text-xs text-muted">
              <KeptNote what="Invocations" kept={kept} />
            </p>
          )}
        </div>
      )}
      <InvocationPanel id={openId} loaded={list.items.find(({ id }) => id === openId)} onClose={() => setOpenId("")} />
    </Page>
  );
}

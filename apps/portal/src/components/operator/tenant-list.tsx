"use client";
import type { TenantSummary } from "@annex/contract";
import { Building2, Download } from "lucide-react";
import { useMemo } from "react";
import { toast } from "sonner";
import { download } from "@/client/download";
import { isLost } from "@/client/is-lost";
import { useDebounced } from "@/client/use-debounced";
import { useUrlState } from "@/client/use-url-state";
import { toCsv } from "@/format/csv";
import { RangePicker } from "../charts/range-picker";
import { useRange } from "../charts/use-range";
import { LiveToggle } from "../live-toggle";
import { ProblemNotice } from "../problem-notice";
import { SearchInput } from "../search-input";
import { Button } from "../ui/button";
import { ColumnChooser } from "../ui/column-chooser";
import { EmptyState } from "../ui/empty-state";
import { Page } from "../ui/page";
import { Select } from "../ui/select";
import { TableSkeleton } from "../ui/skeleton";
import { VirtualTable } from "../ui/virtual-table";
import { useLive } from "../use-live";
import { CreateTenant } from "./onboarding/create-tenant";
import { tenantColumns } from "./tenant-columns";
import { useTenantPages } from "./use-tenant-pages";

const rowKey = ({ id }: TenantSummary) => id;
const anyState = "any";
const states = [
  { value: anyState, label: "Any state" },
  { value: "active", label: "Active" },
  { value: "suspended", label: "Suspended" },
];

/** Every tenant with what it invoked in the range: filtered, sorted and cut by the server. */
export function TenantList() {
  const [range] = useRange();
  const live = useLive(5000);
  const [sort, setSort] = useUrlState("sort", "-invocations");
  const [filter, setFilter] = useUrlState("filter", "");
  const [status, setStatus] = useUrlState("state", anyState);
  const [hide, setHide] = useUrlState("hide", "");
  const hidden = hide.split(",").filter(Boolean);
  const query = { range, sort, filter: useDebounced(filter.trim()), status: status === anyState ? undefined : status };
  const { top, rowAt, onVisible, loadAll } = useTenantPages(query, live.interval);
  const columns = useMemo(() => tenantColumns(range), [range]);
  const toggle = (key: string) =>
    setHide((hidden.includes(key) ? hidden.filter((other) => other !== key) : [...hidden, key]).join());
  const saveCsv = async () => {
    const rows = await loadAll().catch(() => null);
    if (!rows) return toast.error("The file was not made: the tenants could not be loaded. Try again.");
    const headings = columns.map(({ label }) => label);
    download(
      `tenants-${range}.csv`,
      toCsv(
        headings,
        rows.map((row) => columns.map(({ value }) => value(row))),
      ),
    );
  };
  return (
    <Page
      title="Tenants"
      description="Who runs code of their own, how much, how well it goes and what it costs. Durations are of whole calls."
      wide
      actions={
        <>
          <LiveToggle paused={live.paused} onToggle={live.toggle} lost={isLost(top)} />
          <RangePicker />
          <CreateTenant />
        </>
      }
    >
      <div className="flex flex-wrap items-center gap-2">
        <SearchInput
          label="Filter tenants"
          placeholder="Name, slug or cell"
          value={filter}
          onValue={setFilter}
          className="w-64"
        />
        <div className="w-36">
          <Select aria-label="State" value={status} onValueChange={setStatus} options={states} />
        </div>
        <p role="status" className="text-xs text-muted tabular-nums">
          {top.data &&
            (top.data.matching === top.data.total
              ? `${top.data.total.toLocaleString("en")} in all`
              : `${top.data.matching.toLocaleString("en")} of ${top.data.total.toLocaleString("en")}`)}
        </p>
        <div className="ml-auto flex gap-1">
          <ColumnChooser
            label="Tenants"
            columns={columns.filter(({ always }) => !always)}
            hidden={hidden}
            onToggle={toggle}
          />
          <Button size="sm" variant="ghost" onClick={() => void saveCsv()} aria-label="CSV of tenants">
            <Download aria-hidden className="size-3.5" />
            CSV
          </Button>
        </div>
      </div>
      {top.data ? (
        top.data.total === 0 ? (
          <EmptyState icon={<Building2 />} title="No tenants yet" action={<CreateTenant />}>
            A tenant is a customer of the product who may write functions.
          </EmptyState>
        ) : (
          <VirtualTable
            key={`${sort} ${query.filter} ${status}`}
            label="Tenants"
            columns={columns.filter(({ key }) => !hidden.includes(key))}
            count={top.data.matching}
            rowAt={rowAt}
            rowKey={rowKey}
            onVisible={onVisible}
            sort={sort}
            onSort={setSort}
            empty="No tenant matches. Clear the filter to see all of them."
            className="max-h-[calc(100dvh-13.5rem)]"
          />
        )
      ) : top.error ? (
        <ProblemNotice error={top.error} title="The tenants could not be loaded" onRetry={() => void top.refetch()} />
      ) : (
        <TableSkeleton rows={8} label="Loading tenants" />
      )}
    </Page>
  );
}

"use client";
import { auditEventSchema, pageSchema, portalRoutes } from "@annex/contract";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { Download, Search, ShieldCheck } from "lucide-react";
import { useDeferredValue, useState } from "react";
import { toast } from "sonner";
import type { z } from "zod";
import { useApi, useResourceKey } from "@/client/api-provider";
import { download } from "@/client/download";
import { useUrlState } from "@/client/use-url-state";
import { ProblemNotice } from "../problem-notice";
import { Button } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import { Input } from "../ui/input";
import { Page } from "../ui/page";
import { TableSkeleton } from "../ui/skeleton";
import { AuditTable } from "./audit-table";
import { AuditVerification } from "./audit-verification";
import { TenantSelect } from "./tenant-select";

const all = "all";
const noTenant = [
  { value: all, label: "All tenants" },
  { value: "platform", label: "Platform only" },
];
const auditPage = pageSchema(auditEventSchema);

function useAudit(tenant: string, text: string) {
  const api = useApi();
  const keyOf = useResourceKey();
  const path = portalRoutes.operator.audit();
  const filter = { tenant: tenant === all ? undefined : tenant, text };
  return useInfiniteQuery({
    queryKey: keyOf(path, filter),
    queryFn: ({ pageParam, signal }) => api.get(path, auditPage, { ...filter, cursor: pageParam, limit: 50 }, signal),
    initialPageParam: "",
    getNextPageParam: (last) => last.nextCursor,
    placeholderData: keepPreviousData,
    // once somebody reads further back, the list stands still
    refetchInterval: ({ state }) => (state.data && state.data.pages.length > 1 ? false : 5000),
  });
}

/** Every event that the filter leaves, as a file of one JSON a line. */
function useExport(tenant: string, text: string) {
  const api = useApi();
  const [exporting, setExporting] = useState(false);
  const loadAll = async () => {
    const lines: string[] = [];
    const filter = { tenant: tenant === all ? undefined : tenant, text, limit: 200 };
    for (let cursor: string | null = ""; cursor !== null; ) {
      const page: z.output<typeof auditPage> = await api.get(portalRoutes.operator.audit(), auditPage, {
        ...filter,
        cursor,
      });
      lines.push(...page.items.map((event) => JSON.stringify(event)));
      cursor = page.nextCursor;
    }
    download("audit.ndjson", `${lines.join("\n")}\n`, "application/x-ndjson");
  };
  const exportAll = async () => {
    setExporting(true);
    await loadAll().catch(() => toast.error("The file was not made: the events could not be loaded. Try again."));
    setExporting(false);
  };
  return { exporting, exportAll };
}

/** Who did what, in every tenant and on the platform itself. */
export function AuditTrail() {
  const [tenant, setTenant] = useUrlState("tenant", all);
  const [text, setText] = useUrlState("text", "");
  const audit = useAudit(tenant, useDeferredValue(text.trim()));
  const { exporting, exportAll } = useExport(tenant, text.trim());
  const events = audit.data?.pages.flatMap(({ items }) => items) ?? [];
  const filtered = tenant !== all || text !== "";
  return (
    <Page title="Audit" description="Who did what to what, newest first. Nothing here can be changed or deleted.">
      <AuditVerification />
      <div className="flex flex-wrap items-center gap-2">
        <div className="relative w-72 max-w-full">
          <Search aria-hidden className="pointer-events-none absolute top-2.25 left-2.5 size-3.5 text-faint" />
          <Input
            type="search"
            aria-label="Filter audit events"
            placeholder="Who, what or to what"
            className="pl-8"
            maxLength={200}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </div>
        <div className="w-48">
          <TenantSelect
            by="slug"
            fixed={noTenant}
            current={tenant}
            shown={noTenant.find(({ value }) => value === tenant)?.label ?? tenant}
            onPick={({ value }) => setTenant(value)}
          />
        </div>
        <Button size="sm" variant="ghost" className="ml-auto" busy={exporting} onClick={() => void exportAll()}>
          <Download aria-hidden className="size-3.5" />
          NDJSON
        </Button>
      </div>
      {audit.error && !audit.data && (
        <ProblemNotice
          error={audit.error}
          title="The audit events could not be loaded"
          onRetry={() => void audit.refetch()}
        />
      )}
      {audit.isPending && <TableSkeleton rows={8} label="Loading audit events" />}
      {audit.data &&
        (events.length > 0 ? (
          <AuditTable events={events} />
        ) : (
          <EmptyState icon={<ShieldCheck />} title={filtered ? "Nothing matches" : "Nothing happened yet"}>
            {filtered
              ? "No audit event matches this filter. Clear it to see all of them."
              : "Each deployment, roll back, suspension and change of credentials leaves an event here."}
          </EmptyState>
        ))}
      {audit.hasNextPage && (
        <Button className="self-center" busy={audit.isFetchingNextPage} onClick={() => void audit.fetchNextPage()}>
          Show older events
        </Button>
      )}
    </Page>
  );
}

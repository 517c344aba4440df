"use client";
import { type AuditEvent, auditEventSchema, portalRoutes } from "@annex/contract";
import { ShieldCheck } from "lucide-react";
import { useRef } from "react";
import { useTenant } from "@/client/api-provider";
import { useLivePages } from "@/client/use-live-pages";
import { NewItemsButton } from "../new-items-button";
import { AuditTable } from "../operator/audit-table";
import { ProblemNotice } from "../problem-notice";
import { isScrolled } from "../scrolled";
import { Button } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import { TableSkeleton } from "../ui/skeleton";

const eventAt = (event: AuditEvent) => event.at;
const query = { limit: 50 };

/** Who did what in this tenant. */
export function AuditEvents() {
  const tenant = useTenant();
  const frame = useRef<HTMLDivElement>(null);
  const list = useLivePages(portalRoutes.audit(), auditEventSchema, {
    query,
    interval: 5000,
    at: eventAt,
    held: () => isScrolled(frame.current),
  });
  if (!list.loaded)
    return list.error ? (
      <ProblemNotice error={list.error} title="The audit events could not be loaded" onRetry={list.retry} />
    ) : (
      <TableSkeleton rows={8} label="Loading audit events" />
    );
  if (list.items.length === 0)
    return (
      <EmptyState icon={<ShieldCheck aria-hidden />} title="Nothing happened yet">
        Each deployment, roll back, binding and change of credentials leaves an event here. None can be changed.
      </EmptyState>
    );
  return (
    <div ref={frame} className="flex flex-col gap-4">
      <NewItemsButton count={list.waiting} words={["new event", "new events"]} onShow={list.takeIn} />
      <AuditTable events={list.items} ofOneTenant functionHref={(name) => `/t/${tenant}/functions/${name}`} />
      {list.moreFailed && list.error && (
        <ProblemNotice error={list.error} title="Older events could not be loaded" onRetry={list.loadMore} />
      )}
      {list.hasMore && (
        <Button className="self-center" busy={list.loadingMore} onClick={list.loadMore}>
          Load more
        </Button>
      )}
    </div>
  );
}

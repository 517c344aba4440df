"use client";
import { auditEventSchema, pageSchema, portalRoutes } from "@annex/contract";
import Link from "next/link";
import { useResource } from "@/client/api-provider";
import { ProblemNotice } from "../../problem-notice";
import { TableSkeleton } from "../../ui/skeleton";
import { AuditTable } from "../audit-table";

const auditPage = pageSchema(auditEventSchema);

/** The newest audit events of a tenant; the trail has them all. */
export function TenantAudit({ slug }: { slug: string }) {
  const audit = useResource(portalRoutes.operator.audit(), auditPage, {
    query: { tenant: slug },
    refetchInterval: 5000,
  });
  if (audit.error && !audit.data)
    return (
      <ProblemNotice error={audit.error} title="The events could not be loaded" onRetry={() => void audit.refetch()} />
    );
  if (!audit.data) return <TableSkeleton label="Loading events" />;
  return (
    <div className="flex flex-col gap-3">
      <AuditTable events={audit.data.items} ofOneTenant />
      <p className="text-sm">
        <Link href={`/operator/audit?tenant=${slug}`} className="text-accent-text hover:underline">
          Open the whole trail of this tenant
        </Link>
      </p>
    </div>
  );
}

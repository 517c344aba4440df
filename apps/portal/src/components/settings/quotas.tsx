"use client";
import { portalRoutes, quotasSchema } from "@annex/contract";
import { useResource } from "@/client/api-provider";
import { ProblemNotice } from "../problem-notice";
import { TableSkeleton } from "../ui/skeleton";
import { QuotaTable } from "./quota-table";

/** What the tenant may have by its plan, and has. */
export function Quotas() {
  const quotas = useResource(portalRoutes.quotas(), quotasSchema);
  if (quotas.error)
    return (
      <ProblemNotice
        error={quotas.error}
        title="The quotas could not be loaded"
        onRetry={() => void quotas.refetch()}
      />
    );
  if (!quotas.data) return <TableSkeleton label="Loading quotas" rows={6} />;
  return (
    <div className="flex flex-col gap-3">
      <p className="text-sm text-muted">
        Plan <span className="font-medium text-fg">{quotas.data.plan.name}</span>. Your operator can change it.
      </p>
      <QuotaTable quotas={quotas.data} />
    </div>
  );
}

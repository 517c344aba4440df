"use client";
import { portalRoutes, quotasSchema } from "@annex/contract";
import { useResource } from "@/client/api-provider";
import { ProblemNotice } from "../../problem-notice";
import { QuotaTable } from "../../settings/quota-table";
import { TableSkeleton } from "../../ui/skeleton";

/** What a tenant may have by its plan, and has. */
export function TenantQuotas({ tenantId }: { tenantId: string }) {
  const quotas = useResource(portalRoutes.operator.tenantQuotas(tenantId), quotasSchema, { refetchInterval: 5000 });
  if (quotas.error && !quotas.data)
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
        Plan <span className="font-medium text-fg">{quotas.data.plan.name}</span>.
      </p>
      <QuotaTable quotas={quotas.data} />
    </div>
  );
}

"use client";
import { portalRoutes, quotasSchema } from "@annex/contract";
import Link from "next/link";
import { useState } from "react";
import { useResource } from "@/client/api-provider";
import { ProblemNotice } from "../../problem-notice";
import { QuotaTable } from "../../settings/quota-table";
import { Button } from "../../ui/button";
import { TableSkeleton } from "../../ui/skeleton";
import { ChangePlan } from "./change-plan";

/** What a tenant may have by its plan, and has. */
export function TenantQuotas({ tenantId }: { tenantId: string }) {
  const [changing, setChanging] = useState(false);
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
      <div className="flex flex-wrap items-center justify-between gap-2">
        <p className="text-sm text-muted">
          Plan{" "}
          <Link href={`/operator/plans/${quotas.data.plan.key}`} className="font-medium text-fg hover:underline">
            {quotas.data.plan.name}
          </Link>
        </p>
        <Button size="sm" onClick={() => setChanging(true)}>
          Change plan
        </Button>
      </div>
      <QuotaTable quotas={quotas.data} />
      {changing && <ChangePlan tenantId={tenantId} quotas={quotas.data} onClose={() => setChanging(false)} />}
    </div>
  );
}

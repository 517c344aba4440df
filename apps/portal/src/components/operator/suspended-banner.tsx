"use client";
import { portalRoutes, type TenantSummary, tenantSummarySchema } from "@annex/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { useApi } from "@/client/api-provider";
import { formatExact } from "@/format/time";
import { ProblemNotice } from "../problem-notice";
import { Button } from "../ui/button";
import { Notice } from "../ui/notice";
import { Time } from "../ui/time";

/** Why and since when a tenant is stopped, and the way back. */
export function SuspendedBanner({ tenant }: { tenant: TenantSummary }) {
  const api = useApi();
  const client = useQueryClient();
  const resume = useMutation({
    mutationFn: () => api.send("POST", portalRoutes.operator.resume(tenant.id), tenantSummarySchema),
    onSuccess: async () => {
      await client.invalidateQueries();
      toast(`${tenant.name} works again`, { description: "Its calls are answered from now on." });
    },
  });
  return (
    <>
      {resume.error && <ProblemNotice error={resume.error} title={`${tenant.name} was not resumed`} />}
      <Notice
        tone="warning"
        title={
          <>
            {tenant.removeAt ? "Closed" : "Suspended"} {tenant.suspendedAt && <Time at={tenant.suspendedAt} />}: calls
            are refused
            {tenant.removeAt && `, and everything that is its is removed at ${formatExact(tenant.removeAt)}`}
          </>
        }
        action={
          <Button size="sm" busy={resume.isPending} onClick={() => resume.mutate()}>
            Resume tenant
          </Button>
        }
      >
        Reason: {tenant.suspendedReason}
      </Notice>
    </>
  );
}

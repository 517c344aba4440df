"use client";
import { portalRoutes, type SupportAccess, supportAccessSchema, type TenantSummary } from "@annex/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "sonner";
import { z } from "zod";
import { useApi, useResource } from "@/client/api-provider";
import { ProblemNotice } from "../../problem-notice";
import { AccessTable } from "../../support-access/access-table";
import { Button } from "../../ui/button";
import { RequestAccess } from "./request-access";

const accessesSchema = z.array(supportAccessSchema);

/** Operators' access to one tenant: asking for it, and opening the tenant where an owner granted it. */
export function TenantAccess({ tenant }: { tenant: Pick<TenantSummary, "id" | "slug" | "name"> }) {
  const api = useApi();
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const path = portalRoutes.operator.tenantAccess(tenant.id);
  const { data = [], error } = useResource(path, accessesSchema, { refetchInterval: 3000 });
  const end = useMutation({
    mutationFn: ({ id }: SupportAccess) =>
      api.send("DELETE", portalRoutes.operator.supportAccess(id), supportAccessSchema),
    onError: (problem) => toast.error(problem.message),
    onSettled: () => client.invalidateQueries(),
  });
  const actions = (access: SupportAccess) => {
    const { state } = access;
    if (state !== "requested" && state !== "active") return null;
    return (
      <div className="flex gap-2">
        {state === "active" && (
          <Button size="sm" variant="primary" onClick={() => window.location.assign(`/t/${tenant.slug}/functions`)}>
            Open {tenant.name}
          </Button>
        )}
        <Button size="sm" disabled={end.isPending} onClick={() => end.mutate(access)}>
          {state === "active" ? "End" : "Take back"}
        </Button>
      </div>
    );
  };
  return (
    <section aria-label="Support access" className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <div>
          <h2 className="text-base font-semibold">Support access</h2>
          <p className="text-sm text-muted">
            You work in a tenant only by the consent of one of its owners, for a time.
          </p>
        </div>
        <Button size="sm" onClick={() => setAsking(true)}>
          Ask for access…
        </Button>
      </div>
      {error && <ProblemNotice error={error} title="The accesses could not be loaded" />}
      {data.length > 0 && <AccessTable accesses={data} actions={actions} />}
      {asking && <RequestAccess tenant={tenant} onClose={() => setAsking(false)} />}
    </section>
  );
}

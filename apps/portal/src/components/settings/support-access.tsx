"use client";
import { type SupportAccess as Access, portalRoutes, supportAccessSchema } from "@annex/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { LifeBuoy } from "lucide-react";
import { toast } from "sonner";
import { z } from "zod";
import { useApi, useResource } from "@/client/api-provider";
import { ProblemNotice } from "../problem-notice";
import { AccessTable } from "../support-access/access-table";
import { Button } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import { TableSkeleton } from "../ui/skeleton";

const accessesSchema = z.array(supportAccessSchema);

function useAnswers() {
  const api = useApi();
  const client = useQueryClient();
  const again = () => client.invalidateQueries();
  const onError = (error: Error) => void toast.error(error.message);
  const grant = useMutation({
    mutationFn: ({ id }: Access) => api.send("POST", portalRoutes.grantAccess(id), supportAccessSchema, {}),
    onSuccess: ({ operator, hours }) => void toast(`${operator} has access for ${hours} hours`),
    onError,
    onSettled: again,
  });
  const end = useMutation({
    mutationFn: ({ id }: Access) => api.send("DELETE", portalRoutes.oneSupportAccess(id), supportAccessSchema),
    onSuccess: ({ operator, state }) =>
      void toast(state === "declined" ? `${operator} was declined` : `${operator} has no access any more`),
    onError,
    onSettled: again,
  });
  return { grant, end, busy: grant.isPending || end.isPending };
}

/** The platform's operators see this tenant's functions only where an owner grants it here. */
export function SupportAccess({ isOwner }: { isOwner: boolean }) {
  const { data, error, refetch } = useResource(portalRoutes.supportAccess(), accessesSchema, { refetchInterval: 5000 });
  const { grant, end, busy } = useAnswers();
  if (error && !data)
    return <ProblemNotice error={error} title="It could not be loaded" onRetry={() => void refetch()} />;
  if (!data) return <TableSkeleton label="Loading support access" rows={2} />;
  if (data.length === 0)
    return (
      <EmptyState icon={<LifeBuoy aria-hidden />} title="Nobody asked for access">
        An operator of the platform who wants to work in this tenant asks first, with a reason. An owner grants it here
        for a time and can end it at any moment.
      </EmptyState>
    );
  const actions = (access: Access) => {
    if (!isOwner || (access.state !== "requested" && access.state !== "active")) return null;
    return (
      <div className="flex gap-2">
        {access.state === "requested" && (
          <Button size="sm" variant="primary" disabled={busy} onClick={() => grant.mutate(access)}>
            Grant for {access.hours} h
          </Button>
        )}
        <Button size="sm" variant="danger" disabled={busy} onClick={() => end.mutate(access)}>
          {access.state === "requested" ? "Decline" : "End now"}
        </Button>
      </div>
    );
  };
  return (
    <section aria-label="Support access" className="flex flex-col gap-3">
      <p className="max-w-2xl text-sm text-muted">
        {isOwner
          ? "Operators act here only while you let them. Everything that they do is in the audit trail with their name and that of the owner who granted it."
          : "Operators act here only while an owner lets them."}
      </p>
      <AccessTable accesses={data} actions={actions} />
    </section>
  );
}

"use client";
import { portalRoutes, suspendSchema, type TenantSummary, tenantSummarySchema } from "@annex/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "sonner";
import { fieldError } from "@/client/api-error";
import { useApi } from "@/client/api-provider";
import { ProblemNotice } from "../problem-notice";
import { Field } from "../ui/field";
import { FormDialog } from "../ui/form-dialog";
import { Input } from "../ui/input";
import { ReasonField } from "./reason-field";

interface SuspendDialogProps {
  tenant: TenantSummary;
  onClose: () => void;
}

/** Asks why, and for the tenant's slug, before a tenant is stopped. Mount it while it is open. */
export function SuspendDialog({ tenant, onClose }: SuspendDialogProps) {
  const api = useApi();
  const client = useQueryClient();
  const [reason, setReason] = useState("");
  const [slug, setSlug] = useState("");
  const parsed = suspendSchema.safeParse({ reason: reason.trim() });
  const suspend = useMutation({
    mutationFn: () =>
      api.send("POST", portalRoutes.operator.suspend(tenant.id), tenantSummarySchema, { reason: reason.trim() }),
    onSuccess: async () => {
      await client.invalidateQueries();
      onClose();
      toast(`${tenant.name} is suspended`, { description: "Its calls are refused from now on." });
    },
  });
  const ready = parsed.success && slug === tenant.slug;
  const reasonError = fieldError(suspend.error, "reason");
  return (
    <FormDialog
      size="sm"
      title={`Suspend ${tenant.name}`}
      description="Within a second every call of this tenant is refused with the code tenant_suspended. Its functions, releases and data stay; resuming brings it back as it was."
      verb="Suspend tenant"
      variant="danger"
      disabled={!ready}
      busy={suspend.isPending}
      onSubmit={() => ready && suspend.mutate()}
      onClose={onClose}
    >
      {suspend.error && !reasonError && (
        <ProblemNotice error={suspend.error} title={`${tenant.name} was not suspended`} />
      )}
      <ReasonField
        required
        hint="Shown to every operator and kept in the audit trail."
        error={reasonError}
        value={reason}
        onChange={setReason}
      />
      <Field
        label={
          <>
            Type <span className="font-mono">{tenant.slug}</span> to confirm
          </>
        }
      >
        {(control) => (
          <Input {...control} required value={slug} onChange={(event) => setSlug(event.target.value.trim())} />
        )}
      </Field>
    </FormDialog>
  );
}

"use client";
import { portalRoutes, suspendSchema, type TenantSummary, tenantSummarySchema } from "@annex/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { toast } from "sonner";
import { ApiError } from "@/client/api-error";
import { useApi } from "@/client/api-provider";
import { ProblemNotice } from "../problem-notice";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Field } from "../ui/field";
import { Input, Textarea } from "../ui/input";

interface SuspendDialogProps {
  tenant: TenantSummary;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** Asks why, and for the tenant's slug, before a tenant is stopped. */
export function SuspendDialog({ tenant, open, onOpenChange }: SuspendDialogProps) {
  const api = useApi();
  const client = useQueryClient();
  const form = useId();
  const [reason, setReason] = useState("");
  const [slug, setSlug] = useState("");
  const parsed = suspendSchema.safeParse({ reason: reason.trim() });
  const suspend = useMutation({
    mutationFn: () =>
      api.send("POST", portalRoutes.operator.suspend(tenant.id), tenantSummarySchema, { reason: reason.trim() }),
    onSuccess: async () => {
      await client.invalidateQueries();
      onOpenChange(false);
      setReason("");
      setSlug("");
      toast(`${tenant.name} is suspended`, { description: "Its calls are refused from now on." });
    },
  });
  const ready = parsed.success && slug === tenant.slug;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready) suspend.mutate();
  };
  const reasonError = suspend.error instanceof ApiError ? suspend.error.fieldError("reason") : undefined;
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      size="sm"
      title={`Suspend ${tenant.name}`}
      description="Within a second every call of this tenant is refused with the code tenant_suspended. Its functions, releases and data stay; resuming brings it back as it was."
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>Cancel</Button>
          <Button variant="danger" type="submit" form={form} disabled={!ready} busy={suspend.isPending}>
            Suspend tenant
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-4">
        {suspend.error && !reasonError && (
          <ProblemNotice error={suspend.error} title={`${tenant.name} was not suspended`} />
        )}
        <Field label="Reason" error={reasonError} hint="Shown to every operator and kept in the audit trail.">
          {(control) => (
            <Textarea
              {...control}
              required
              maxLength={300}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Field>
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
      </form>
    </Dialog>
  );
}

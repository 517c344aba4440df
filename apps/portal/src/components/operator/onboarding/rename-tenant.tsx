"use client";
import { portalRoutes, type TenantSummary, tenantSummarySchema } from "@annex/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { ApiError } from "@/client/api-error";
import { useApi } from "@/client/api-provider";
import { ProblemNotice } from "../../problem-notice";
import { Button } from "../../ui/button";
import { Dialog } from "../../ui/dialog";
import { Field } from "../../ui/field";
import { Input } from "../../ui/input";

/** Asks for a tenant's new name. Mount it while it is open. */
export function RenameTenant({ tenant, onClose }: { tenant: TenantSummary; onClose: () => void }) {
  const api = useApi();
  const client = useQueryClient();
  const form = useId();
  const [name, setName] = useState(tenant.name);
  const rename = useMutation({
    mutationFn: () => api.send("PATCH", portalRoutes.operator.tenant(tenant.id), tenantSummarySchema, { name }),
    onSuccess: async () => {
      await client.invalidateQueries();
      onClose();
    },
  });
  const nameError = rename.error instanceof ApiError ? rename.error.fieldError("name") : undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    rename.mutate();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      size="sm"
      title={`Rename ${tenant.name}`}
      description={`The slug ${tenant.slug} stays.`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form={form} busy={rename.isPending}>
            Rename
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-4">
        {rename.error && !nameError && <ProblemNotice error={rename.error} />}
        <Field label="Name" error={nameError}>
          {(control) => (
            <Input {...control} maxLength={80} value={name} onChange={(event) => setName(event.target.value)} />
          )}
        </Field>
      </form>
    </Dialog>
  );
}

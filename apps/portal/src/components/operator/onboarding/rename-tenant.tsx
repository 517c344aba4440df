"use client";
import { portalRoutes, type TenantSummary, tenantSummarySchema } from "@annex/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { fieldError } from "@/client/api-error";
import { useApi } from "@/client/api-provider";
import { RefusalNotice } from "../../refusal-notice";
import { Field } from "../../ui/field";
import { FormDialog } from "../../ui/form-dialog";
import { Input } from "../../ui/input";

/** Asks for a tenant's new name. Mount it while it is open. */
export function RenameTenant({ tenant, onClose }: { tenant: TenantSummary; onClose: () => void }) {
  const api = useApi();
  const client = useQueryClient();
  const [name, setName] = useState(tenant.name);
  const rename = useMutation({
    mutationFn: () => api.send("PATCH", portalRoutes.operator.tenant(tenant.id), tenantSummarySchema, { name }),
    onSuccess: async () => {
      await client.invalidateQueries();
      onClose();
    },
  });
  const nameError = fieldError(rename.error, "name");
  return (
    <FormDialog
      size="sm"
      title={`Rename ${tenant.name}`}
      description={`The slug ${tenant.slug} stays.`}
      verb="Rename"
      busy={rename.isPending}
      onSubmit={() => rename.mutate()}
      onClose={onClose}
    >
      <RefusalNotice error={rename.error} at={["name"]} />
      <Field label="Name" error={nameError}>
        {(control) => <Input {...control} value={name} onChange={(event) => setName(event.target.value)} />}
      </Field>
    </FormDialog>
  );
}

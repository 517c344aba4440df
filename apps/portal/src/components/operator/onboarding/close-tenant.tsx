"use client";
import { portalRoutes, type TenantSummary, tenantSummarySchema } from "@annex/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "sonner";
import { fieldError } from "@/client/api-error";
import { useApi } from "@/client/api-provider";
import { ConfirmByName } from "../../confirm-by-name";
import { Field } from "../../ui/field";
import { Select } from "../../ui/select";
import { ReasonField } from "../reason-field";

const delays = [
  { value: "30", label: "In 30 days" },
  { value: "7", label: "In 7 days" },
  { value: "0", label: "Now: it cannot be brought back" },
] as const;

/** Asks why and when a tenant is removed, and for its slug. Mount it while it is open. */
export function CloseTenant({ tenant, onClose }: { tenant: TenantSummary; onClose: () => void }) {
  const api = useApi();
  const client = useQueryClient();
  const [reason, setReason] = useState("");
  const [days, setDays] = useState("30");
  const close = useMutation({
    mutationFn: () =>
      api.send("POST", portalRoutes.operator.closeTenant(tenant.id), tenantSummarySchema, {
        reason,
        afterDays: Number(days),
      }),
    onSuccess: async () => {
      await client.invalidateQueries();
      onClose();
      toast(`${tenant.name} is closed`, { description: "Its calls are refused from now on." });
    },
  });
  const reasonError = fieldError(close.error, "reason");
  return (
    <ConfirmByName
      name={tenant.slug}
      title={`Close ${tenant.name}`}
      description="Its calls are refused within a second. When the days are over, its functions, layers, records, credentials, logs and the people who belong to it alone are removed for good; what it spent and the audit trail stay."
      verb="Close tenant"
      error={reasonError ? null : close.error}
      busy={close.isPending}
      onConfirm={() => close.mutate()}
      onClose={onClose}
    >
      <ReasonField
        hint="Shown to every operator and kept in the audit trail."
        error={reasonError}
        value={reason}
        onChange={setReason}
      />
      <Field label="Remove it">
        {(control) => <Select {...control} value={days} onValueChange={setDays} options={delays} />}
      </Field>
    </ConfirmByName>
  );
}

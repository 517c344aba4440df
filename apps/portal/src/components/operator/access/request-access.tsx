"use client";
import { accessRoleSchema, portalRoutes, supportAccessSchema, type TenantSummary } from "@annex/contract";
import { useState } from "react";
import { useApi } from "@/client/api-provider";
import { Field } from "../../ui/field";
import { Select } from "../../ui/select";
import { ReasonDialog } from "../control/reason-dialog";

const roles = [
  { value: "viewer", label: "Look at everything", note: "as a viewer" },
  { value: "developer", label: "Change and deploy", note: "as a developer" },
];
const times = [1, 4, 8, 24, 72].map((hours) => ({
  value: String(hours),
  label: hours === 1 ? "1 hour" : `${hours} hours`,
}));

interface RequestAccessProps {
  tenant: Pick<TenantSummary, "id" | "name">;
  onClose: () => void;
}

/** Asks a tenant's owners for access. Mount it while it is open. */
export function RequestAccess({ tenant, onClose }: RequestAccessProps) {
  const api = useApi();
  const [role, setRole] = useState("viewer");
  const [hours, setHours] = useState("4");
  const ask = (reason: string) => {
    const wanted = { role: accessRoleSchema.parse(role), hours: Number(hours), reason };
    return api.send("POST", portalRoutes.operator.tenantAccess(tenant.id), supportAccessSchema, wanted);
  };
  return (
    <ReasonDialog
      title={`Ask ${tenant.name} for access`}
      description="Its owners get an e-mail with your reason. Nothing is open to you before one of them grants it."
      action="Ask"
      done="The owners are asked"
      act={ask}
      onClose={onClose}
    >
      <Field label="What for">
        {(control) => <Select {...control} value={role} onValueChange={setRole} options={roles} />}
      </Field>
      <Field label="How long">
        {(control) => <Select {...control} value={hours} onValueChange={setHours} options={times} />}
      </Field>
    </ReasonDialog>
  );
}

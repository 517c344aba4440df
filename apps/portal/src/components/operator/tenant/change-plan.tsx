"use client";
import { type LimitKey, type Plan, planUseSchema, portalRoutes, type Quotas, quotasSchema } from "@annex/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "sonner";
import { z } from "zod";
import { fieldError } from "@/client/api-error";
import { useApi, useResource } from "@/client/api-provider";
import { formatUsd } from "@/format/units";
import { RefusalNotice } from "../../refusal-notice";
import { limitLooks } from "../../settings/limit-looks";
import { Field } from "../../ui/field";
import { FormDialog } from "../../ui/form-dialog";
import { Input } from "../../ui/input";
import { Notice } from "../../ui/notice";
import { Select } from "../../ui/select";
import { limitUnits } from "../plans/limit-units";
import { limitKeys } from "../plans/plan-form";

interface ChangePlanProps {
  tenantId: string;
  quotas: Quotas;
  onClose: () => void;
}

/** Empty fields are the plan's. */
function ownLimits(texts: Readonly<Record<string, string>>): Partial<Record<LimitKey, number>> {
  const written = limitKeys.filter((key) => (texts[key] ?? "").trim() !== "");
  return Object.fromEntries(written.map((key) => [key, Math.round(Number(texts[key]) * limitUnits[key].scale)]));
}

function ownTexts({ limits }: Quotas): Record<string, string> {
  const own = limits.filter((limit) => limit.own);
  return Object.fromEntries(own.map(({ key, limit }) => [key, String(limit / limitUnits[key].scale)]));
}

/** What the tenant has and would be above of. */
function above(quotas: Quotas, plan: Plan | undefined, own: Readonly<Partial<Record<LimitKey, number>>>): string[] {
  if (!plan) return [];
  return quotas.limits.flatMap(({ key, used }) => {
    const limit = own[key] ?? plan.limits[key];
    const { label, hint, format } = limitLooks[key];
    return used !== null && used > limit ? [`${label} ${hint}: ${format(used)}, ${format(limit)} allowed`] : [];
  });
}

/** Gives a tenant another plan, or limits of its own in place of the plan's. Mount it while it is open. */
export function ChangePlan({ tenantId, quotas, onClose }: ChangePlanProps) {
  const api = useApi();
  const client = useQueryClient();
  const plans = useResource(portalRoutes.operator.plans(), z.array(planUseSchema));
  const [planKey, setPlanKey] = useState(quotas.plan.key);
  const [texts, setTexts] = useState(() => ownTexts(quotas));
  const plan = plans.data?.find(({ key }) => key === planKey);
  const own = ownLimits(texts);
  const save = useMutation({
    mutationFn: () =>
      api.send("PUT", portalRoutes.operator.tenantPlan(tenantId), quotasSchema.shape.plan, {
        plan: planKey,
        quotas: own,
      }),
    onSuccess: async ({ name }) => {
      await client.invalidateQueries();
      toast(`The tenant has the plan ${name}`);
      onClose();
    },
  });
  const over = above(quotas, plan, own);
  return (
    <FormDialog
      size="lg"
      title="Change plan"
      description="It holds on every data plane at once. Limits that are filled in stand in place of the plan's."
      verb="Save"
      busy={save.isPending}
      disabled={!plan}
      noValidate
      onSubmit={() => save.mutate()}
      onClose={onClose}
    >
      <RefusalNotice
        error={save.error}
        at={["plan", ...limitKeys.map((key) => `quotas.${key}`)]}
        title="The plan was not changed"
      />
      <Field label="Plan" error={fieldError(save.error, "plan")}>
        {(control) => (
          <Select
            {...control}
            value={planKey}
            onValueChange={setPlanKey}
            options={(plans.data ?? []).map(({ key, name, priceUsd }) => ({
              ...{ value: key, label: name },
              note: priceUsd === null ? key : `${formatUsd(priceUsd)} a month`,
            }))}
          />
        )}
      </Field>
      <fieldset className="grid grid-cols-2 gap-4 sm:grid-cols-3">
        <legend className="mb-2 text-sm font-semibold">Limits of its own</legend>
        {limitKeys.map((key) => (
          <Field
            key={key}
            label={
              <>
                {limitLooks[key].label} <span className="font-normal text-muted">{limitUnits[key].unit}</span>
              </>
            }
            error={fieldError(save.error, `quotas.${key}`)}
          >
            {(control) => (
              <Input
                {...control}
                inputMode="decimal"
                placeholder={plan && `plan: ${Number((plan.limits[key] / limitUnits[key].scale).toFixed(4))}`}
                value={texts[key] ?? ""}
                onChange={(event) => setTexts({ ...texts, [key]: event.target.value })}
              />
            )}
          </Field>
        ))}
      </fieldset>
      {over.length > 0 && (
        <Notice tone="warning" title="The tenant is above these limits">
          <p>Nothing that it has is taken away; more is refused.</p>
          <ul className="list-disc pl-5">
            {over.map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        </Notice>
      )}
    </FormDialog>
  );
}

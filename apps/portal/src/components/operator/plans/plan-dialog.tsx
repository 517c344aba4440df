"use client";
import { type Plan, planImpactSchema, planKeySchema, planSchema, portalRoutes } from "@annex/contract";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { fieldError } from "@/client/api-error";
import { useApi } from "@/client/api-provider";
import { useDebounced } from "@/client/use-debounced";
import { ProblemNotice } from "../../problem-notice";
import { RefusalNotice } from "../../refusal-notice";
import { limitLooks } from "../../settings/limit-looks";
import { Field } from "../../ui/field";
import { FormDialog } from "../../ui/form-dialog";
import { Input } from "../../ui/input";
import { limitUnits } from "./limit-units";
import { limitKeys, usePlanForm } from "./plan-form";
import { PlanImpact } from "./plan-impact";

interface PlanDialogProps {
  /** To change; null for a new one. */
  plan: Plan | null;
  onSaved?: (plan: Plan) => void;
  onClose: () => void;
}

/** What the limits that are written would mean, asked once they have rested. */
function useImpact(planKey: string | undefined, limits: Plan["limits"] | undefined) {
  const api = useApi();
  const rested = useDebounced(limits === undefined ? undefined : JSON.stringify(limits));
  return useQuery({
    queryKey: ["plan-impact", planKey, rested],
    enabled: planKey !== undefined && rested !== undefined,
    queryFn: ({ signal }) =>
      api.send(
        "POST",
        portalRoutes.operator.planImpact(planKey ?? ""),
        planImpactSchema,
        { limits: JSON.parse(rested ?? "{}") },
        signal,
      ),
  });
}

/** Makes a plan or changes it; a change tells who would be above it before it is saved. Mount it while it is open. */
export function PlanDialog({ plan, onSaved, onClose }: PlanDialogProps) {
  const api = useApi();
  const client = useQueryClient();
  const { key, setKey, name, setName, price, setPrice, texts, setTexts, parsed, issue } = usePlanForm(plan);
  const isChanged = JSON.stringify(parsed.data?.limits) !== JSON.stringify(plan?.limits);
  const impact = useImpact(plan?.key, isChanged ? parsed.data?.limits : undefined);
  const save = useMutation({
    mutationFn: () => api.send("PUT", portalRoutes.operator.plan(key), planSchema, parsed.data),
    onSuccess: async (saved) => {
      await client.invalidateQueries();
      toast(`The plan ${saved.name} is saved`);
      onSaved?.(saved);
      onClose();
    },
  });
  const keyIssue = key === "" ? undefined : planKeySchema.safeParse(key).error?.issues[0]?.message;
  const isReady = parsed.success && planKeySchema.safeParse(key).success;
  return (
    <FormDialog
      size="lg"
      title={plan ? `Change ${plan.name}` : "Create plan"}
      description={
        plan
          ? "It holds for every tenant of the plan at once; limits of a tenant's own stay."
          : "What tenants of the plan may have. Give it to a tenant on the tenant's Quotas tab."
      }
      verb="Save plan"
      busy={save.isPending}
      disabled={!isReady}
      noValidate
      onSubmit={() => isReady && save.mutate()}
      onClose={onClose}
    >
      <RefusalNotice error={save.error} at={["name", "key", "priceUsd", "limits"]} title="The plan was not saved" />
      <div className="grid gap-4 sm:grid-cols-3">
        <Field label="Name" error={fieldError(save.error, "name") ?? (name === "" ? undefined : issue("name"))}>
          {(control) => (
            <Input {...control} maxLength={80} value={name} onChange={(event) => setName(event.target.value)} />
          )}
        </Field>
        <Field
          label="Key"
          error={fieldError(save.error, "key") ?? keyIssue}
          hint={plan ? undefined : "It cannot be changed later."}
        >
          {(control) => (
            <Input
              {...control}
              className="font-mono"
              disabled={plan !== null}
              maxLength={40}
              value={key}
              onChange={(event) => setKey(event.target.value)}
            />
          )}
        </Field>
        <Field
          label="Price (USD a month)"
          error={fieldError(save.error, "priceUsd") ?? issue("priceUsd")}
          hint="Empty where it is not known; then no margin is told."
        >
          {(control) => (
            <Input {...control} inputMode="decimal" value={price} onChange={(event) => setPrice(event.target.value)} />
          )}
        </Field>
      </div>
      <fieldset className="grid grid-cols-2 gap-4 sm:grid-cols-3">
        <legend className="mb-2 text-sm font-semibold">Limits</legend>
        {limitKeys.map((limit) => (
          <Field
            key={limit}
            label={
              <>
                {limitLooks[limit].label} <span className="font-normal text-muted">{limitUnits[limit].unit}</span>
              </>
            }
            error={fieldError(save.error, `limits.${limit}`) ?? issue("limits", limit)}
          >
            {(control) => (
              <Input
                {...control}
                inputMode="decimal"
                value={texts[limit]}
                onChange={(event) => setTexts({ ...texts, [limit]: event.target.value })}
              />
            )}
          </Field>
        ))}
      </fieldset>
      {impact.error && <ProblemNotice error={impact.error} title="Who would be above them could not be told" />}
      {isChanged && impact.data && <PlanImpact impact={impact.data} />}
    </FormDialog>
  );
}

"use client";
import { campaignSchema, portalRoutes, type RuntimeUse, runtimeLives, runtimeSchema } from "@annex/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useApi } from "@/client/api-provider";
import { formatCount } from "@/format/units";
import { ProblemNotice } from "../../problem-notice";
import { initialPlan, planOf, RolloutPlanFields } from "../../rollouts/rollout-plan-fields";
import { Field } from "../../ui/field";
import { FormDialog } from "../../ui/form-dialog";
import { Select } from "../../ui/select";

interface StartCampaignProps {
  runtime: RuntimeUse;
  onClose: () => void;
  onStarted: (id: string) => void;
}

/** Asks for the successor and how functions go over. Mount it while it is open. */
export function StartCampaign({ runtime, onClose, onStarted }: StartCampaignProps) {
  const api = useApi();
  const client = useQueryClient();
  const [to, setTo] = useState(runtime.successors[0]);
  const [values, setValues] = useState(initialPlan);
  const path = portalRoutes.operator.runtimeCampaigns(runtime.runtime);
  const start = useMutation({
    mutationFn: () => api.send("POST", path, campaignSchema, { to, ...planOf(values) }),
    onSuccess: async ({ id }) => {
      await client.invalidateQueries();
      onStarted(id);
    },
  });
  const count = `${formatCount(runtime.functions)} ${runtime.functions === 1 ? "function" : "functions"}`;
  return (
    <FormDialog
      size="lg"
      title={`Bring ${count} from ${runtime.label} to a successor`}
      description="First each function's test events run on the successor, with nothing deployed. Then you decide whether, and without whom, it rolls out."
      verb="Test them"
      busy={start.isPending}
      onSubmit={() => start.mutate()}
      onClose={onClose}
    >
      {start.error && <ProblemNotice error={start.error} title="It was not started" />}
      <Field label="Successor">
        {(control) => (
          <Select
            {...control}
            value={to ?? ""}
            onValueChange={(value) => setTo(runtimeSchema.parse(value))}
            options={runtime.successors.map((value) => ({ value, label: runtimeLives[value].label, note: value }))}
          />
        )}
      </Field>
      <RolloutPlanFields values={values} onChange={setValues} />
    </FormDialog>
  );
}

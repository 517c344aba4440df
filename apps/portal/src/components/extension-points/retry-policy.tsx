"use client";
import { type Binding, bindingSchema, platformRetryPolicy, portalRoutes, type RetryPolicy } from "@annex/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { toast } from "sonner";
import { useApi, useResourceKey } from "@/client/api-provider";
import { ProblemNotice } from "../problem-notice";
import { Checkbox } from "../ui/checkbox";
import { Field } from "../ui/field";
import { FormDialog } from "../ui/form-dialog";
import { Input } from "../ui/input";

const parts = [
  { name: "maxAttempts", label: "Runs in all", hint: "1 to 20.", min: 1, max: 20 },
  {
    name: "firstDelaySeconds",
    label: "First pause, seconds",
    hint: "Doubled each time, with jitter.",
    min: 0,
    max: 3600,
  },
  { name: "maxDelaySeconds", label: "Longest pause, seconds", hint: "Up to a day.", min: 1, max: 86_400 },
  {
    name: "maxAgeSeconds",
    label: "Given up after, seconds",
    hint: "Since it was accepted; up to a week.",
    min: 60,
    max: 604_800,
  },
] as const;

/** How a binding's accepted invocations are tried again. Mount it while it is open. */
export function RetryPolicyDialog({ binding, onClose }: { binding: Binding; onClose: () => void }) {
  const api = useApi();
  const cache = useQueryClient();
  const key = useResourceKey();
  const form = useId();
  const [own, setOwn] = useState(binding.retryPolicy !== null);
  const [policy, setPolicy] = useState<RetryPolicy>(binding.retryPolicy ?? platformRetryPolicy);
  const save = useMutation({
    mutationFn: () =>
      api.send("PATCH", portalRoutes.binding(binding.id), bindingSchema, { retryPolicy: own ? policy : null }),
    onSuccess: () => {
      toast.success(`Saved how ${binding.functionName} is tried again`);
      void cache.invalidateQueries({ queryKey: key(portalRoutes.bindings()) });
      onClose();
    },
  });
  return (
    <FormDialog
      title={`How ${binding.functionName} is tried again`}
      description="For invocations that are accepted first and run later. What was accepted before keeps its policy."
      verb="Save"
      busy={save.isPending}
      onSubmit={() => save.mutate()}
      onClose={onClose}
    >
      {save.error && <ProblemNotice error={save.error} title="It was not saved" />}
      <div className="flex items-center gap-2 text-sm">
        <Checkbox id={`${form}-own`} checked={own} onCheckedChange={(checked) => setOwn(checked === true)} />
        <label htmlFor={`${form}-own`}>A policy of its own; without it the function's, or the platform's, counts</label>
      </div>
      {own && (
        <div className="grid gap-4 sm:grid-cols-2">
          {parts.map(({ name, label, hint, min, max }) => (
            <Field key={name} label={label} hint={hint}>
              {(control) => (
                <Input
                  {...control}
                  type="number"
                  required
                  min={min}
                  max={max}
                  value={policy[name]}
                  onChange={(event) => setPolicy({ ...policy, [name]: event.target.valueAsNumber || 0 })}
                />
              )}
            </Field>
          ))}
        </div>
      )}
    </FormDialog>
  );
}

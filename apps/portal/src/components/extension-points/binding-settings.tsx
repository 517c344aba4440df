"use client";
import { type Binding, bindingSchema, type ExtensionPoint, portalRoutes, type UpdateBinding } from "@annex/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { toast } from "sonner";
import { useApi, useResourceKey } from "@/client/api-provider";
import { formatMs } from "@/format/units";
import { ProblemNotice } from "../problem-notice";
import { RetryPolicyFields } from "../retry-policy-fields";
import { Field } from "../ui/field";
import { FormDialog } from "../ui/form-dialog";
import { Input } from "../ui/input";
import { Select } from "../ui/select";
import { type BindingForm, failsClosed, formOf, readForm } from "./binding-form";
import { ConditionField } from "./condition-field";
import { FallbackFields } from "./fallback-fields";

const modes = [
  { value: "blocking", label: "The caller waits for it" },
  { value: "async", label: "After the answer: accepted, and run once the others are through" },
];
const failureModes = [
  { value: "open", label: "The product goes on" },
  { value: "closed", label: "The call fails" },
] as const;

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="flex flex-col gap-3 border-b pb-4 last:border-b-0 last:pb-0">
      <h3 className="text-sm font-semibold">{title}</h3>
      {children}
    </section>
  );
}

interface FailureChoiceProps {
  form: BindingForm;
  point: ExtensionPoint;
  onChange: (failureMode: Binding["failureMode"]) => void;
}

/** An extension point that goes on lets a binding be stricter, never the other way round. */
function FailureChoice({ form, point, onChange }: FailureChoiceProps) {
  const theirs = failureModes.find(({ value }) => value === point.failureMode)?.label ?? "";
  const options = [
    { value: "point", label: `As the extension point says: ${theirs.toLowerCase()}` },
    ...failureModes.filter(({ value }) => value !== "open" || point.failureMode === "open"),
  ];
  return (
    <Field label="When it fails">
      {(control) => (
        <Select
          {...control}
          value={form.failureMode ?? "point"}
          onValueChange={(value) => onChange(failureModes.find((mode) => mode.value === value)?.value ?? null)}
          options={options}
        />
      )}
    </Field>
  );
}

interface BindingSettingsProps {
  binding: Binding;
  point: ExtensionPoint;
  onClose: () => void;
}

/** How a function runs at an extension point: when, who waits, how long, and what becomes of a failure. Mount it while it is open. */
export function BindingSettings({ binding, point, onClose }: BindingSettingsProps) {
  const api = useApi();
  const client = useQueryClient();
  const key = useResourceKey();
  const [form, setForm] = useState(() => formOf(binding));
  const set = (changed: Partial<BindingForm>) => setForm({ ...form, ...changed });
  const { changes, problems } = readForm(form, point);
  const name = binding.functionName;
  const save = useMutation({
    mutationFn: (input: UpdateBinding) => api.send("PATCH", portalRoutes.binding(binding.id), bindingSchema, input),
    onSuccess: () => {
      toast.success(`Saved how ${name} runs`, { description: "The data plane follows at once." });
      void client.invalidateQueries({ queryKey: key(portalRoutes.bindings()) });
      onClose();
    },
  });
  const waits = form.mode === "blocking";
  return (
    <FormDialog
      size="lg"
      title={`How ${name} runs`}
      description={`At ${point.name} (${point.key}). No deployment is needed.`}
      verb="Save"
      busy={save.isPending}
      disabled={changes === null}
      onSubmit={() => changes && save.mutate(changes)}
      onClose={onClose}
    >
      {save.error && <ProblemNotice error={save.error} title="It runs as before" />}
      <Section title="When">
        <ConditionField
          point={point}
          value={form.condition}
          problem={problems.condition}
          onChange={(condition) => set({ condition })}
        />
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label="Mode">
            {(control) => (
              <Select
                {...control}
                value={form.mode}
                onValueChange={(mode) => set({ mode: mode === "async" ? "async" : "blocking" })}
                options={modes}
              />
            )}
          </Field>
          <Field
            label="Time limit in ms"
            error={problems.timeoutMs}
            hint={
              waits
                ? `Inside the extension point's ${formatMs(point.timeoutMs)}; empty: what is left of it.`
                : "Of one run; empty: the function's own."
            }
          >
            {(control) => (
              <Input
                {...control}
                inputMode="numeric"
                value={form.timeoutMs}
                onChange={(event) => set({ timeoutMs: event.target.value })}
              />
            )}
          </Field>
        </div>
      </Section>
      <Section title="Failure">
        {waits && <FailureChoice form={form} point={point} onChange={(failureMode) => set({ failureMode })} />}
        {failsClosed(form, point) ? (
          <p className="text-xs text-faint">A call that fails sets nothing.</p>
        ) : (
          point.outputs.length > 0 && (
            <FallbackFields
              point={point}
              value={form.fallback}
              problems={problems.fallback}
              onChange={(fallback) => set({ fallback })}
            />
          )
        )}
      </Section>
      <Section title="Tried again, where it was accepted first">
        <RetryPolicyFields
          label="A policy of its own; without it the function's, or the platform's, counts"
          value={form.retryPolicy}
          onChange={(retryPolicy) => set({ retryPolicy })}
        />
      </Section>
    </FormDialog>
  );
}

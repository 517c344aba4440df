"use client";
import { type Budget, budgetSchema, portalRoutes, saveBudgetSchema } from "@annex/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "sonner";
import { fieldError } from "@/client/api-error";
import { useApi } from "@/client/api-provider";
import { RefusalNotice } from "../../refusal-notice";
import { Field } from "../../ui/field";
import { FormDialog } from "../../ui/form-dialog";
import { Input } from "../../ui/input";
import { Select } from "../../ui/select";

interface BudgetDialogProps {
  tenantId: string;
  functions: readonly string[];
  /** To change; null for a new one. */
  budget: Budget | null;
  onClose: () => void;
}

const wholeTenant = "*";
const periods = [
  { value: "day", label: "A day (UTC)" },
  { value: "month", label: "A month (UTC)" },
];

const textOf = (value: number | null) => (value === null ? "" : String(value));

function useForm(budget: Budget | null) {
  const [form, setForm] = useState({
    functionName: budget?.functionName ?? wholeTenant,
    period: budget?.period ?? "month",
    amountUsd: budget ? String(budget.amountUsd) : "",
    warnPercent: textOf(budget?.warnPercent ?? 80),
    throttlePercent: textOf(budget ? budget.throttlePercent : 100),
    pausePercent: textOf(budget ? budget.pausePercent : 120),
    throttlePerSecond: textOf(budget?.throttlePerSecond ?? 1),
  });
  const number = (text: string) => (text.trim() === "" ? null : Number(text));
  const parsed = saveBudgetSchema.safeParse({
    functionName: form.functionName === wholeTenant ? null : form.functionName,
    period: form.period,
    amountUsd: number(form.amountUsd),
    warnPercent: number(form.warnPercent),
    throttlePercent: number(form.throttlePercent),
    pausePercent: number(form.pausePercent),
    throttlePerSecond: number(form.throttlePerSecond),
  });
  return { form, parsed, set: (change: Partial<typeof form>) => setForm({ ...form, ...change }) };
}

/** A budget of a tenant or of one of its functions: how much, and when it warns, throttles and pauses. */
export function BudgetDialog({ tenantId, functions, budget, onClose }: BudgetDialogProps) {
  const api = useApi();
  const client = useQueryClient();
  const { form, parsed, set } = useForm(budget);
  const save = useMutation({
    mutationFn: () => api.send("PUT", portalRoutes.operator.tenantBudget(tenantId), budgetSchema, parsed.data),
    onSuccess: async () => {
      await client.invalidateQueries();
      toast("The budget is saved", { description: "It holds on every data plane from now on." });
      onClose();
    },
  });
  const local = parsed.success ? undefined : parsed.error.issues;
  const errorOf = (path: string) => {
    const remote = fieldError(save.error, path);
    const touched = path !== "amountUsd" || form.amountUsd !== "";
    return remote ?? (touched ? local?.find((issue) => issue.path[0] === path)?.message : undefined);
  };
  const text = (name: "amountUsd" | "warnPercent" | "throttlePercent" | "pausePercent" | "throttlePerSecond") => ({
    inputMode: "decimal" as const,
    value: form[name],
    onChange: (event: { target: { value: string } }) => set({ [name]: event.target.value }),
  });
  return (
    <FormDialog
      title={budget ? "Change budget" : "New budget"}
      description="What is spent is read from the ledger as it is written; a threshold holds within a second."
      verb="Save budget"
      disabled={!parsed.success}
      busy={save.isPending}
      onSubmit={() => parsed.success && save.mutate()}
      onClose={onClose}
    >
      <RefusalNotice
        error={save.error}
        at={[
          "functionName",
          "period",
          "amountUsd",
          "warnPercent",
          "throttlePercent",
          "throttlePerSecond",
          "pausePercent",
        ]}
        title="The budget was not saved"
      />
      <div className="grid gap-4 sm:grid-cols-3">
        <Field label="Of" error={errorOf("functionName")}>
          {(control) => (
            <Select
              {...control}
              disabled={budget !== null}
              value={form.functionName}
              onValueChange={(functionName) => set({ functionName })}
              options={[
                { value: wholeTenant, label: "The whole tenant" },
                ...functions.map((name) => ({ value: name, label: name })),
              ]}
            />
          )}
        </Field>
        <Field label="In" error={errorOf("period")}>
          {(control) => (
            <Select
              {...control}
              disabled={budget !== null}
              value={form.period}
              onValueChange={(period) => set({ period: period === "day" ? "day" : "month" })}
              options={periods}
            />
          )}
        </Field>
        <Field label="Amount in USD" error={errorOf("amountUsd")}>
          {(control) => <Input {...control} {...text("amountUsd")} required placeholder="25" />}
        </Field>
      </div>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Warns at %" error={errorOf("warnPercent")}>
          {(control) => <Input {...control} {...text("warnPercent")} required />}
        </Field>
        <Field label="Throttles at %" error={errorOf("throttlePercent")} hint="Empty: never.">
          {(control) => <Input {...control} {...text("throttlePercent")} />}
        </Field>
        <Field
          label="Invocations a second while it throttles"
          error={errorOf("throttlePerSecond")}
          hint="In each data plane process."
        >
          {(control) => <Input {...control} {...text("throttlePerSecond")} required />}
        </Field>
        <Field label="Pauses at %" error={errorOf("pausePercent")} hint="Empty: never.">
          {(control) => <Input {...control} {...text("pausePercent")} />}
        </Field>
      </div>
    </FormDialog>
  );
}

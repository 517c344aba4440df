"use client";
import {
  type AlertMetric,
  type AlertRule,
  alertMetricSchema,
  alertRuleSchema,
  isPlatformMetric,
  saveAlertRuleSchema,
} from "@annex/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "sonner";
import { fieldError } from "@/client/api-error";
import { useApi } from "@/client/api-provider";
import { RefusalNotice } from "../refusal-notice";
import { Field } from "../ui/field";
import { FormDialog } from "../ui/form-dialog";
import { Input } from "../ui/input";
import { Select } from "../ui/select";
import type { AlertRoutes } from "./alert-routes";
import { metricNames } from "./alert-words";
import { type AlertScopes, everything, ScopeSelect } from "./scope-select";

interface AlertDialogProps {
  routes: AlertRoutes;
  /** To change; null for a new one. */
  rule: AlertRule | null;
  scopes: AlertScopes;
  /** Names of the webhooks that can be told. */
  webhooks: readonly string[];
  onClose: () => void;
}

const none = "-";
const units: Record<AlertMetric, string> = {
  error_rate: "%",
  p95: "ms",
  silence: "",
  spend: "USD",
  platform_errors: "%",
  cell_capacity: "%",
  cell_unreachable: "cells",
  worker_lag: "seconds",
  audit_chain: "",
};
/** Shares are typed as percent. */
const scale = (metric: AlertMetric) => (units[metric] === "%" ? 100 : 1);
const hasThreshold = (metric: AlertMetric) => metric !== "silence" && metric !== "audit_chain";
/** Those that are of this moment, or that have no window, ask for none. */
const hasWindow = (metric: AlertMetric) =>
  !isPlatformMetric(metric) || metric === "platform_errors" || metric === "audit_chain";

function scopeOf(rule: AlertRule | null, field: "functionName" | "watchedTenantId"): string {
  const value = field === "functionName" ? rule?.functionName : rule?.watched?.id;
  return value ?? everything;
}

/** A rule: what is watched, above what it fires, and whom it tells. */
export function AlertDialog({ routes, rule, scopes, webhooks, onClose }: AlertDialogProps) {
  const api = useApi();
  const client = useQueryClient();
  const [form, setForm] = useState({
    name: rule?.name ?? "",
    scope: scopeOf(rule, scopes.field),
    scopeLabel: rule?.watched?.name ?? rule?.functionName ?? scopes.all,
    metric: rule?.metric ?? "error_rate",
    threshold: rule ? String(rule.threshold * scale(rule.metric)) : "5",
    windowMinutes: String(rule?.windowMinutes ?? 5),
    emails: rule?.emails.join(", ") ?? "",
    webhook: rule?.webhook ?? none,
  });
  const set = (change: Partial<typeof form>) => setForm({ ...form, ...change });
  const parsed = saveAlertRuleSchema.safeParse({
    name: form.name.trim(),
    [scopes.field]: form.scope === everything ? null : form.scope,
    metric: form.metric,
    threshold: !hasThreshold(form.metric) ? 0 : Number(form.threshold) / scale(form.metric),
    windowMinutes: Number(form.windowMinutes),
    emails: form.emails.split(/[\s,;]+/).filter((email) => email !== ""),
    webhook: form.webhook === none ? null : form.webhook,
    enabled: rule?.enabled ?? true,
  });
  const metrics = alertMetricSchema.options.filter(
    (metric) => scopes.field === "watchedTenantId" || !isPlatformMetric(metric),
  );
  const save = useMutation({
    mutationFn: () =>
      rule
        ? api.send("PUT", routes.alert(rule.id), alertRuleSchema, parsed.data)
        : api.send("POST", routes.alerts(), alertRuleSchema, parsed.data),
    onSuccess: async () => {
      await client.invalidateQueries();
      toast("The alert rule is saved", { description: "It is looked at every few seconds from now on." });
      onClose();
    },
  });
  const errorOf = (path: string) =>
    fieldError(save.error, path) ??
    (form.name === "" ? undefined : parsed.error?.issues.find((issue) => issue.path[0] === path)?.message);
  return (
    <FormDialog
      title={rule ? "Change alert rule" : "Create alert rule"}
      description="It fires when the metric is above the threshold over the window, and resolves when it is not any more. Each change is told once."
      verb="Save rule"
      disabled={!parsed.success}
      busy={save.isPending}
      onSubmit={() => parsed.success && save.mutate()}
      onClose={onClose}
    >
      <RefusalNotice
        error={save.error}
        at={["name", scopes.field, "metric", "threshold", "windowMinutes", "emails", "webhook"]}
        title="The rule was not saved"
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Name" error={errorOf("name")}>
          {(control) => (
            <Input
              {...control}
              required
              maxLength={80}
              value={form.name}
              onChange={(event) => set({ name: event.target.value })}
            />
          )}
        </Field>
        <Field label={scopes.label} error={errorOf(scopes.field)}>
          {(control) => (
            <ScopeSelect
              control={control}
              scopes={scopes}
              value={form.scope}
              label={form.scopeLabel}
              onPick={(scope, scopeLabel) => set({ scope, scopeLabel })}
            />
          )}
        </Field>
      </div>
      <div className="grid gap-4 sm:grid-cols-3">
        <Field label="Metric" error={errorOf("metric")}>
          {(control) => (
            <Select
              {...control}
              value={form.metric}
              onValueChange={(metric) => set({ metric: alertMetricSchema.parse(metric) })}
              options={metrics.map((value) => ({ value, label: metricNames[value] }))}
            />
          )}
        </Field>
        {hasThreshold(form.metric) && (
          <Field label={`Above (${units[form.metric]})`} error={errorOf("threshold")}>
            {(control) => (
              <Input
                {...control}
                required
                inputMode="decimal"
                value={form.threshold}
                onChange={(event) => set({ threshold: event.target.value })}
              />
            )}
          </Field>
        )}
        {hasWindow(form.metric) && (
          <Field label="Window (minutes)" error={errorOf("windowMinutes")}>
            {(control) => (
              <Input
                {...control}
                required
                inputMode="numeric"
                value={form.windowMinutes}
                onChange={(event) => set({ windowMinutes: event.target.value })}
              />
            )}
          </Field>
        )}
      </div>
      <Field label="E-mail to" error={errorOf("emails")} hint="Addresses, separated by commas.">
        {(control) => (
          <Input {...control} value={form.emails} onChange={(event) => set({ emails: event.target.value })} />
        )}
      </Field>
      <Field
        label="Webhook"
        error={errorOf("webhook")}
        hint={`Signed, and tried again for hours. ${scopes.field === "functionName" ? "Made on the page Async, at Webhooks." : "Made below the rules."}`}
      >
        {(control) => (
          <Select
            {...control}
            value={form.webhook}
            onValueChange={(webhook) => set({ webhook })}
            options={[{ value: none, label: "None" }, ...webhooks.map((value) => ({ value, label: value }))]}
          />
        )}
      </Field>
    </FormDialog>
  );
}

"use client";
import type { RolloutPlan } from "@annex/contract";
import { useId } from "react";
import { Checkbox } from "../ui/checkbox";
import { Field } from "../ui/field";
import { Input } from "../ui/input";

export const initialPlan = {
  ...{ waveSize: "10", pauseMinutes: "5", failurePercent: "5", sharePercent: "10", watchMinutes: "5" },
  watched: true,
};
export type PlanValues = typeof initialPlan;
type NumberKey = Exclude<keyof PlanValues, "watched">;

/** What the fields say. */
export function planOf(values: PlanValues): RolloutPlan {
  const number = (key: NumberKey) => Number(values[key].replace(",", "."));
  const steps = [{ percent: Math.round(number("sharePercent")), minutes: number("watchMinutes") }];
  const guard = { maxErrorRate: 0.05, maxP95Ms: null, minInvocations: 20 };
  return {
    ...{ waveSize: Math.round(number("waveSize")), pauseSeconds: Math.round(number("pauseMinutes") * 60) },
    ...{ maxFailureRate: number("failurePercent") / 100, ...(values.watched ? { shift: { steps, guard } } : {}) },
  };
}

/** How a roll-out goes out: its waves, and how each function's traffic goes over. */
export function RolloutPlanFields({
  values,
  onChange,
}: {
  values: PlanValues;
  onChange: (values: PlanValues) => void;
}) {
  const id = useId();
  const field = (name: NumberKey, label: string, hint?: string) => (
    <Field label={label} hint={hint}>
      {(control) => (
        <Input
          {...control}
          required
          inputMode="decimal"
          value={values[name]}
          onChange={(event) => onChange({ ...values, [name]: event.target.value })}
        />
      )}
    </Field>
  );
  return (
    <>
      <div className="grid gap-3 sm:grid-cols-3">
        {field("waveSize", "Functions in a wave", "From 1 to 1,000.")}
        {field("pauseMinutes", "Minutes between waves")}
        {field("failurePercent", "Stop above % failed", "Of those that were tried.")}
      </div>
      <label htmlFor={id} className="flex items-start gap-2 text-sm">
        <Checkbox
          id={id}
          className="mt-0.5"
          checked={values.watched}
          onCheckedChange={(checked) => onChange({ ...values, watched: checked === true })}
        />
        <span>
          Shift each function's traffic in two steps, and roll it back by itself when more than 5 % of the new release's
          invocations fail
        </span>
      </label>
      {values.watched && (
        <div className="grid gap-3 pl-6 sm:grid-cols-2">
          {field("sharePercent", "% of the traffic first")}
          {field("watchMinutes", "For so many minutes")}
        </div>
      )}
    </>
  );
}

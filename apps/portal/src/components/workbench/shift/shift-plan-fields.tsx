"use client";
import type { ShiftPlan } from "@annex/contract";
import { useId } from "react";
import { Checkbox } from "../../ui/checkbox";
import { Field } from "../../ui/field";
import { Input } from "../../ui/input";

/** Parts of a plan as they are typed. */
export interface ShiftForm {
  readonly minutes: string;
  readonly maxErrorPercent: string;
  readonly maxP95Ms: string;
}

export const initialShiftForm: ShiftForm = { minutes: "10", maxErrorPercent: "5", maxP95Ms: "" };

function numberOf(text: string): number | null {
  const value = Number(text);
  return text.trim() === "" || !Number.isFinite(value) || value <= 0 ? null : value;
}

/** 5 %, 25 %, then all; without minutes each step waits for a person. */
export function planOf({ minutes, maxErrorPercent, maxP95Ms }: ShiftForm): ShiftPlan {
  const wait = numberOf(minutes);
  const errors = numberOf(maxErrorPercent);
  const p95 = numberOf(maxP95Ms);
  return {
    steps: [5, 25].map((percent) => ({ percent, minutes: wait })),
    guard: {
      maxErrorRate: errors === null ? null : Math.min(1, errors / 100),
      maxP95Ms: p95 === null ? null : Math.max(1, Math.round(p95)),
      minInvocations: 20,
    },
  };
}

interface ShiftPlanFieldsProps {
  /** Null where all traffic goes over at once. */
  form: ShiftForm | null;
  onChange: (form: ShiftForm | null) => void;
}

/** Whether traffic goes over step by step, and when it goes back by itself. */
export function ShiftPlanFields({ form, onChange }: ShiftPlanFieldsProps) {
  const id = useId();
  return (
    <div className="flex flex-col gap-3">
      <div className="flex items-start gap-2">
        <Checkbox
          id={id}
          className="mt-0.5"
          checked={form !== null}
          onCheckedChange={(on) => onChange(on === true ? initialShiftForm : null)}
        />
        <label htmlFor={id} className="text-sm">
          Shift traffic step by step
          <span className="block text-xs text-muted">
            5 %, then 25 %, then all. It goes back by itself where the new release is worse than allowed.
          </span>
        </label>
      </div>
      {form && (
        <div className="grid gap-3 pl-6 sm:grid-cols-3">
          {(
            [
              ["minutes", "Minutes a step", "Empty: promote by hand"],
              ["maxErrorPercent", "Error rate up to, %", "Empty: no limit"],
              ["maxP95Ms", "p95 up to, ms", "Empty: no limit"],
            ] as const
          ).map(([name, label, hint]) => (
            <Field key={name} label={label} hint={hint}>
              {(control) => (
                <Input
                  {...control}
                  inputMode="decimal"
                  value={form[name]}
                  onChange={(event) => onChange({ ...form, [name]: event.target.value })}
                />
              )}
            </Field>
          ))}
        </div>
      )}
    </div>
  );
}

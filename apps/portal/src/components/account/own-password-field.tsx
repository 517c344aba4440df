"use client";
import { Field } from "../ui/field";
import { Input } from "../ui/input";

interface OwnPasswordFieldProps {
  label?: string;
  hint?: string;
  error: string | undefined;
  value: string;
  onChange: (password: string) => void;
}

/** The password that a person has: to prove who it is. */
export function OwnPasswordField({ label = "Your password", value, onChange, ...notes }: OwnPasswordFieldProps) {
  return (
    <Field label={label} {...notes}>
      {(control) => (
        <Input
          {...control}
          type="password"
          autoComplete="current-password"
          required
          maxLength={200}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}

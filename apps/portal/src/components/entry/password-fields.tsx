"use client";
import { passwordSchema } from "@annex/contract";
import { useState } from "react";
import { Field } from "../ui/field";
import { Input } from "../ui/input";

interface PasswordFieldsProps {
  password: string;
  repeated: string;
  onChange: (password: string, repeated: string) => void;
  /** What the server said of it. */
  error?: string | undefined;
}

/** Whether a new password may be sent: long enough, and twice the same. */
export function isReady(password: string, repeated: string): boolean {
  return passwordSchema.safeParse(password).success && password === repeated;
}

/** A new password, typed twice. */
export function PasswordFields({ password, repeated, onChange, error }: PasswordFieldsProps) {
  const [left, setLeft] = useState(false);
  const ownError = left && password !== "" ? passwordSchema.safeParse(password).error?.issues[0]?.message : undefined;
  const differs = repeated !== "" && repeated !== password;
  return (
    <>
      <Field
        label="New password"
        hint="At least 12 characters; several words are easy to keep in mind."
        error={ownError ?? error}
      >
        {(control) => (
          <Input
            {...control}
            type="password"
            autoComplete="new-password"
            required
            maxLength={200}
            value={password}
            onBlur={() => setLeft(true)}
            onChange={(event) => onChange(event.target.value, repeated)}
          />
        )}
      </Field>
      <Field label="Once more" error={differs ? "The two differ." : undefined}>
        {(control) => (
          <Input
            {...control}
            type="password"
            autoComplete="new-password"
            required
            maxLength={200}
            value={repeated}
            onChange={(event) => onChange(password, event.target.value)}
          />
        )}
      </Field>
    </>
  );
}

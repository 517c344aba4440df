import { Field } from "../ui/field";
import { Textarea } from "../ui/input";

interface ReasonFieldProps {
  value: string;
  onChange: (reason: string) => void;
  /** Who reads it, and where it is kept. */
  hint: string;
  error?: string | undefined;
  required?: boolean;
}

/** Why an operator does something that the audit trail tells. */
export function ReasonField({ value, onChange, hint, error, required = false }: ReasonFieldProps) {
  return (
    <Field label="Reason" error={error} hint={hint}>
      {(control) => (
        <Textarea
          {...control}
          required={required}
          maxLength={300}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}

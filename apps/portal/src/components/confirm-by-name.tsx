"use client";
import { type ReactNode, useState } from "react";
import { ProblemNotice } from "./problem-notice";
import { Field } from "./ui/field";
import { FormDialog } from "./ui/form-dialog";
import { Input } from "./ui/input";

interface ConfirmByNameProps {
  /** What must be typed. */
  name: string;
  title: string;
  description: string;
  /** On the button: `Delete for good`. */
  verb: string;
  children?: ReactNode;
  error: Error | null;
  busy: boolean;
  onConfirm: () => void;
  onClose: () => void;
}

/** For what is final: its name must be typed. Mount it while it is open. */
export function ConfirmByName(props: ConfirmByNameProps) {
  const { name, title, description, verb, children, error, busy, onConfirm, onClose } = props;
  const [typed, setTyped] = useState("");
  return (
    <FormDialog
      size="sm"
      title={title}
      description={description}
      verb={verb}
      variant="danger"
      disabled={typed !== name}
      busy={busy}
      onSubmit={() => typed === name && !busy && onConfirm()}
      onClose={onClose}
    >
      {error && <ProblemNotice error={error} />}
      {children}
      <Field label={`Type ${name} to confirm`}>
        {(control) => (
          <Input {...control} className="font-mono" value={typed} onChange={(event) => setTyped(event.target.value)} />
        )}
      </Field>
    </FormDialog>
  );
}

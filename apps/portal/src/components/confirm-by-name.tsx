"use client";
import { type FormEvent, type ReactNode, useId, useState } from "react";
import { ProblemNotice } from "./problem-notice";
import { Button } from "./ui/button";
import { Dialog } from "./ui/dialog";
import { Field } from "./ui/field";
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
  const form = useId();
  const [typed, setTyped] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (typed === name && !busy) onConfirm();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      size="sm"
      title={title}
      description={description}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="danger" type="submit" form={form} disabled={typed !== name} busy={busy}>
            {verb}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-3">
        {error && <ProblemNotice error={error} />}
        {children}
        <Field label={`Type ${name} to confirm`}>
          {(control) => (
            <Input
              {...control}
              className="font-mono"
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
            />
          )}
        </Field>
      </form>
    </Dialog>
  );
}

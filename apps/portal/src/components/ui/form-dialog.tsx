"use client";
import { type FormEvent, type ReactNode, useId } from "react";
import { Button } from "./button";
import { Dialog } from "./dialog";
import { useRefusedFocus } from "./use-refused-focus";

interface FormDialogProps {
  title: string;
  description?: ReactNode;
  size?: "sm" | "md" | "lg" | "xl";
  /** On the button that sends it. */
  verb: ReactNode;
  variant?: "primary" | "danger";
  busy: boolean;
  disabled?: boolean;
  /** The browser's own words for a wrong field are not wanted. */
  noValidate?: boolean;
  onSubmit: () => void;
  onClose: () => void;
  children: ReactNode;
}

/** A form in a dialog, with Cancel and the button that sends it. Mount it while it is open. */
export function FormDialog(props: FormDialogProps) {
  const { title, description, size = "md", verb, variant = "primary", busy, disabled = false, noValidate } = props;
  const { onSubmit, onClose, children } = props;
  const form = useId();
  const element = useRefusedFocus(busy);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      size={size}
      title={title}
      description={description}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant={variant} type="submit" form={form} disabled={disabled} busy={busy}>
            {verb}
          </Button>
        </>
      }
    >
      <form ref={element} id={form} onSubmit={submit} noValidate={noValidate} className="flex flex-col gap-4">
        {children}
      </form>
    </Dialog>
  );
}

"use client";
import { CircleAlert } from "lucide-react";
import { type FormEvent, type ReactNode, useId, useState } from "react";
import { cn } from "./cn";
import { invalidWords, isControl } from "./invalid-words";

interface ControlProps {
  id: string;
  "aria-describedby": string | undefined;
  "aria-invalid": boolean | undefined;
}

interface FieldProps {
  label: ReactNode;
  hint?: ReactNode;
  error?: string | null | undefined;
  className?: string;
  /** Renders the control with what ties it to its label, hint and error. */
  children: (control: ControlProps) => ReactNode;
}

/** A labelled control with its hint, or its error in the same place: the form's, or why the browser would not send it. */
export function Field({ label, hint, error: formError, className, children }: FieldProps) {
  const id = useId();
  const [unsent, setUnsent] = useState<string | null>(null);
  const error = unsent ?? formError;
  const refuse = (event: FormEvent) => {
    const { target: control } = event;
    if (!isControl(control)) return;
    event.preventDefault(); // the browser's own bubble, and with it its focus
    setUnsent(invalidWords(control));
    if (control.form?.querySelector(":is(input, textarea, select):invalid") === control) control.focus();
  };
  const describedBy = error || hint ? `${id}-note` : undefined;
  return (
    <div
      className={cn("flex flex-col gap-1", className)}
      onInvalidCapture={refuse}
      onInputCapture={() => setUnsent(null)}
    >
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      {children({ id, "aria-describedby": describedBy, "aria-invalid": error ? true : undefined })}
      {error ? (
        <p id={describedBy} role="alert" className="flex items-start gap-1 text-xs text-red">
          <CircleAlert aria-hidden className="mt-0.5 size-3 shrink-0" />
          {error}
        </p>
      ) : (
        hint && (
          <p id={describedBy} className="text-xs text-faint">
            {hint}
          </p>
        )
      )}
    </div>
  );
}

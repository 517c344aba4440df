"use client";
import { type FormEvent, useState } from "react";
import { Button } from "../../ui/button";
import { Dialog } from "../../ui/dialog";
import { Field } from "../../ui/field";
import { Input } from "../../ui/input";

interface AbortShiftProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  releaseNumber: number;
  busy: boolean;
  onAbort: (reason: string) => void;
}

/** Asks why: the reason stands with the deployment and in the audit. */
export function AbortShift({ open, onOpenChange, releaseNumber, busy, onAbort }: AbortShiftProps) {
  const [reason, setReason] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (reason.trim().length >= 3) onAbort(reason.trim());
  };
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      size="sm"
      title={`Roll back release ${releaseNumber}`}
      description="The release that was live gets all traffic again, at once."
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>Cancel</Button>
          <Button variant="danger" type="submit" form="abort-form" busy={busy} disabled={reason.trim().length < 3}>
            Roll back
          </Button>
        </>
      }
    >
      <form id="abort-form" onSubmit={submit}>
        <Field label="Reason" hint="Kept with the deployment.">
          {(control) => (
            <Input {...control} maxLength={300} value={reason} onChange={(event) => setReason(event.target.value)} />
          )}
        </Field>
      </form>
    </Dialog>
  );
}

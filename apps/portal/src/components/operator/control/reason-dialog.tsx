"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { toast } from "sonner";
import { ProblemNotice } from "../../problem-notice";
import { FormDialog } from "../../ui/form-dialog";
import { ReasonField } from "../reason-field";

interface ReasonDialogProps {
  title: string;
  description: string;
  action: string;
  /** Told once it is done. */
  done: string;
  danger?: boolean;
  /** More to choose, above the reason. */
  children?: ReactNode;
  /** Whether what is chosen above is complete. */
  ready?: boolean;
  act: (reason: string) => Promise<unknown>;
  onClose: () => void;
}

const shortest = 3;

/** Asks why before something is done that the audit trail tells. */
export function ReasonDialog({ title, description, action, done, act, onClose, ...more }: ReasonDialogProps) {
  const { children, danger = false, ready = true } = more;
  const client = useQueryClient();
  const [reason, setReason] = useState("");
  const acting = useMutation({
    mutationFn: () => act(reason.trim()),
    onSuccess: async () => {
      await client.invalidateQueries();
      toast(done);
      onClose();
    },
  });
  const isReady = ready && reason.trim().length >= shortest;
  return (
    <FormDialog
      size="sm"
      title={title}
      description={description}
      verb={action}
      variant={danger ? "danger" : "primary"}
      disabled={!isReady}
      busy={acting.isPending}
      onSubmit={() => isReady && acting.mutate()}
      onClose={onClose}
    >
      {acting.error && <ProblemNotice error={acting.error} title="That was not done" />}
      {children}
      <ReasonField
        required
        hint="Shown to the tenant's people and callers, and kept in the audit trail."
        value={reason}
        onChange={setReason}
      />
    </FormDialog>
  );
}

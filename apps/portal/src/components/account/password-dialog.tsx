"use client";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { fieldError } from "@/client/api-error";
import { RefusalNotice } from "../refusal-notice";
import { FormDialog } from "../ui/form-dialog";
import { OwnPasswordField } from "./own-password-field";

interface PasswordDialogProps<T> {
  title: string;
  description: string;
  verb: string;
  variant?: "primary" | "danger";
  /** Above what went wrong, where it was not the password. */
  failure: string;
  send: (password: string) => Promise<T>;
  onSent: (answer: T) => void;
  onClose: () => void;
}

/** Asks for one's own password before something is done that changes how one signs in. Mount it while it is open. */
export function PasswordDialog<T>({ failure, send, onSent, onClose, ...words }: PasswordDialogProps<T>) {
  const [password, setPassword] = useState("");
  const sending = useMutation({ mutationFn: () => send(password), onSuccess: onSent });
  return (
    <FormDialog size="sm" {...words} busy={sending.isPending} onSubmit={() => sending.mutate()} onClose={onClose}>
      <RefusalNotice error={sending.error} at={["password"]} title={failure} />
      <OwnPasswordField error={fieldError(sending.error, "password")} value={password} onChange={setPassword} />
    </FormDialog>
  );
}

"use client";
import { portalRoutes } from "@annex/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { toast } from "sonner";
import { z } from "zod";
import { ApiError } from "@/client/api-error";
import { useApi, useResourceKey } from "@/client/api-provider";
import { ProblemNotice } from "../problem-notice";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Field } from "../ui/field";
import { Input } from "../ui/input";

/** Turns the authenticator app off for who knows the password. Mount it while it is open. */
export function RemoveTotp({ onClose }: { onClose: () => void }) {
  const api = useApi();
  const cache = useQueryClient();
  const key = useResourceKey();
  const form = useId();
  const [password, setPassword] = useState("");
  const remove = useMutation({
    mutationFn: () => api.send("DELETE", portalRoutes.totp(), z.undefined(), { password }),
    onSuccess: () => {
      toast.success("The authenticator app is off", { description: "The password alone signs you in." });
      void cache.invalidateQueries({ queryKey: key(portalRoutes.account()) });
      onClose();
    },
  });
  const fieldError = remove.error instanceof ApiError ? remove.error.fieldError("password") : undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    remove.mutate();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      size="sm"
      title="Turn off the authenticator app"
      description="Your recovery codes are worth nothing then."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="danger" type="submit" form={form} busy={remove.isPending}>
            Turn off
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-4">
        {remove.error && !fieldError && <ProblemNotice error={remove.error} title="It was not turned off" />}
        <Field label="Your password" error={fieldError}>
          {(control) => (
            <Input
              {...control}
              type="password"
              autoComplete="current-password"
              required
              value={password}
              onChange={(event) => setPassword(event.target.value)}
            />
          )}
        </Field>
      </form>
    </Dialog>
  );
}

"use client";
import { portalRoutes } from "@annex/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "sonner";
import { z } from "zod";
import { fieldError } from "@/client/api-error";
import { useApi, useResourceKey } from "@/client/api-provider";
import { ProblemNotice } from "../problem-notice";
import { Field } from "../ui/field";
import { FormDialog } from "../ui/form-dialog";
import { Input } from "../ui/input";

/** Turns the authenticator app off for who knows the password. Mount it while it is open. */
export function RemoveTotp({ onClose }: { onClose: () => void }) {
  const api = useApi();
  const cache = useQueryClient();
  const key = useResourceKey();
  const [password, setPassword] = useState("");
  const remove = useMutation({
    mutationFn: () => api.send("DELETE", portalRoutes.totp(), z.undefined(), { password }),
    onSuccess: () => {
      toast.success("The authenticator app is off", { description: "The password alone signs you in." });
      void cache.invalidateQueries({ queryKey: key(portalRoutes.account()) });
      onClose();
    },
  });
  const passwordError = fieldError(remove.error, "password");
  return (
    <FormDialog
      size="sm"
      title="Turn off the authenticator app"
      description="Your recovery codes are worth nothing then."
      verb="Turn off"
      variant="danger"
      busy={remove.isPending}
      onSubmit={() => remove.mutate()}
      onClose={onClose}
    >
      {remove.error && !passwordError && <ProblemNotice error={remove.error} title="It was not turned off" />}
      <Field label="Your password" error={passwordError}>
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
    </FormDialog>
  );
}

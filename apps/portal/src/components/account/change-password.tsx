"use client";
import { portalRoutes } from "@annex/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { toast } from "sonner";
import { z } from "zod";
import { fieldError } from "@/client/api-error";
import { useApi, useResourceKey } from "@/client/api-provider";
import { isReady, PasswordFields } from "../entry/password-fields";
import { RefusalNotice } from "../refusal-notice";
import { Button } from "../ui/button";
import { useRefusedFocus } from "../ui/use-refused-focus";
import { OwnPasswordField } from "./own-password-field";

const nothing = { current: "", password: "", repeated: "" };

export function ChangePassword({ email }: { email: string }) {
  const api = useApi();
  const cache = useQueryClient();
  const key = useResourceKey();
  const [values, setValues] = useState(nothing);
  const { current, password, repeated } = values;
  const change = useMutation({
    mutationFn: () => api.send("PUT", portalRoutes.password(), z.undefined(), { current, password }),
    onSuccess: () => {
      setValues(nothing);
      toast.success("Your password is changed", { description: "Every other session of yours has ended." });
      void cache.invalidateQueries({ queryKey: key(portalRoutes.sessions()) });
    },
  });
  const form = useRefusedFocus(change.isPending);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate();
  };
  return (
    <section className="flex flex-col gap-3 border-t pt-4">
      <h2 className="text-base font-semibold">Password</h2>
      <form ref={form} method="post" onSubmit={submit} className="flex max-w-sm flex-col gap-4">
        <RefusalNotice error={change.error} at={["current", "password"]} title="Your password was not changed" />
        <input type="hidden" name="username" autoComplete="username" value={email} />
        <OwnPasswordField
          label="Current password"
          error={fieldError(change.error, "current")}
          value={current}
          onChange={(typed) => setValues({ ...values, current: typed })}
        />
        <PasswordFields
          password={password}
          repeated={repeated}
          error={fieldError(change.error, "password")}
          onChange={(next, again) => setValues({ current, password: next, repeated: again })}
        />
        <Button
          type="submit"
          className="self-start"
          busy={change.isPending}
          disabled={current === "" || !isReady(password, repeated)}
        >
          Change password
        </Button>
      </form>
    </section>
  );
}

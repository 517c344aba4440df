"use client";
import { portalRoutes } from "@annex/contract";
import { useMutation } from "@tanstack/react-query";
import Link from "next/link";
import { type FormEvent, useState } from "react";
import { z } from "zod";
import { fieldError } from "@/client/api-error";
import { useApi } from "@/client/api-provider";
import { RefusalNotice } from "../refusal-notice";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { Input } from "../ui/input";
import { useRefusedFocus } from "../ui/use-refused-focus";
import { EntryCard } from "./entry-card";

/** Asks for a link to a new password; what it says tells nobody who has an account. */
export function ForgotPassword() {
  const api = useApi();
  const [email, setEmail] = useState("");
  const ask = useMutation({
    mutationFn: () => api.send("POST", portalRoutes.forgotPassword(), z.unknown(), { email }),
  });
  const emailError = fieldError(ask.error, "email");
  const form = useRefusedFocus(ask.isPending);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    ask.mutate();
  };
  const back = (
    <Link href="/signin" className="text-sm text-muted underline underline-offset-2 hover:text-fg">
      Back to sign in
    </Link>
  );
  if (ask.isSuccess)
    return (
      <EntryCard title="Look into your mail">
        <div role="status" className="flex flex-col gap-4 text-sm">
          <p>
            Where {email} has an account with a password, a link for a new one is on its way. It is good for an hour,
            once.
          </p>
          <p className="text-muted">
            Nothing came? Look among the spam, and ask an owner of your tenant: they can make you a link, too. Who signs
            in with a provider changes the password there.
          </p>
          {back}
        </div>
      </EntryCard>
    );
  return (
    <EntryCard title="Forgot password" description="You get an e-mail with a link to set a new one.">
      <form ref={form} method="post" onSubmit={submit} noValidate className="flex flex-col gap-4">
        <RefusalNotice error={ask.error} at={["email"]} title="No link was sent" />
        <Field label="E-mail" error={emailError}>
          {(control) => (
            <Input
              {...control}
              type="email"
              autoComplete="username"
              required
              maxLength={254}
              value={email}
              onChange={(event) => setEmail(event.target.value)}
            />
          )}
        </Field>
        <Button type="submit" variant="primary" busy={ask.isPending}>
          Send link
        </Button>
        {back}
      </form>
    </EntryCard>
  );
}

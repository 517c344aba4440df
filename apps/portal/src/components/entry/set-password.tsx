"use client";
import { changedPasswordSchema, openedPasswordResetSchema, portalRoutes } from "@annex/contract";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { fieldError } from "@/client/api-error";
import { useApi } from "@/client/api-provider";
import { formatExact } from "@/format/time";
import { ProblemNotice } from "../problem-notice";
import { RefusalNotice } from "../refusal-notice";
import { Button } from "../ui/button";
import { Skeleton } from "../ui/skeleton";
import { useRefusedFocus } from "../ui/use-refused-focus";
import { EntryCard } from "./entry-card";
import { isReady, PasswordFields } from "./password-fields";
import { signInWith } from "./sign-in-with";
import { useLinkToken } from "./use-link-token";

/** What a link for a new password opens. */
export function SetPassword() {
  const api = useApi();
  const token = useLinkToken();
  const reset = useQuery({
    queryKey: ["password-reset", token],
    queryFn: () => api.send("POST", portalRoutes.openPasswordReset(), openedPasswordResetSchema, { token }),
    enabled: token !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  return (
    <EntryCard
      title="Set a new password"
      {...(reset.data ? { description: `For ${reset.data.email}, until ${formatExact(reset.data.expiresAt)}.` } : {})}
    >
      {reset.error && <ProblemNotice error={reset.error} title="The link cannot be opened" />}
      {!reset.data && !reset.error && <Skeleton className="h-32 w-full" />}
      {reset.data && token !== undefined && <PasswordForm token={token} email={reset.data.email} />}
    </EntryCard>
  );
}

function PasswordForm({ token, email }: { token: string; email: string }) {
  const api = useApi();
  const [password, setPassword] = useState("");
  const [repeated, setRepeated] = useState("");
  const set = useMutation({
    mutationFn: () => api.send("POST", portalRoutes.resetPassword(), changedPasswordSchema, { token, password }),
    onSuccess: () => signInWith(email, password, "/"),
  });
  const passwordError = fieldError(set.error, "password");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    set.mutate();
  };
  const busy = set.isPending || set.isSuccess;
  const form = useRefusedFocus(busy);
  return (
    <form ref={form} method="post" onSubmit={submit} className="flex flex-col gap-4">
      <RefusalNotice error={set.error} at={["password"]} title="The password was not set" />
      <input type="hidden" name="username" autoComplete="username" value={email} />
      <PasswordFields
        password={password}
        repeated={repeated}
        error={passwordError}
        onChange={(next, again) => {
          setPassword(next);
          setRepeated(again);
        }}
      />
      <p className="text-xs text-faint">Every session of this account ends.</p>
      <Button type="submit" variant="primary" busy={busy} disabled={!isReady(password, repeated)}>
        Set password
      </Button>
    </form>
  );
}

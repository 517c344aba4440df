"use client";
import { acceptedInvitationSchema, type OpenedInvitation, openedInvitationSchema, portalRoutes } from "@annex/contract";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { fieldError } from "@/client/api-error";
import { useApi } from "@/client/api-provider";
import { formatExact } from "@/format/time";
import { OwnPasswordField } from "../account/own-password-field";
import { ProblemNotice } from "../problem-notice";
import { RefusalNotice } from "../refusal-notice";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { Input } from "../ui/input";
import { Skeleton } from "../ui/skeleton";
import { useRefusedFocus } from "../ui/use-refused-focus";
import { EntryCard } from "./entry-card";
import { isReady, PasswordFields } from "./password-fields";
import { signInWith } from "./sign-in-with";
import { useLinkToken } from "./use-link-token";

/** What an invitation's link opens: who invites, and a form that makes an account or joins with the one there is. */
export function AcceptInvitation() {
  const api = useApi();
  const token = useLinkToken();
  const invitation = useQuery({
    queryKey: ["invitation", token],
    queryFn: () => api.send("POST", portalRoutes.openInvitation(), openedInvitationSchema, { token }),
    enabled: token !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  if (invitation.error)
    return (
      <EntryCard title="Invitation">
        <ProblemNotice error={invitation.error} title="The invitation cannot be opened" />
      </EntryCard>
    );
  if (!invitation.data || token === undefined)
    return (
      <EntryCard title="Invitation">
        <Skeleton className="h-32 w-full" />
      </EntryCard>
    );
  const { tenantName, role, email, expiresAt } = invitation.data;
  return (
    <EntryCard
      title={`Join ${tenantName}`}
      description={
        <>
          You are invited as {role}, with {email}, until {formatExact(expiresAt)}.
        </>
      }
    >
      <JoinForm token={token} invitation={invitation.data} />
    </EntryCard>
  );
}

function JoinForm({ token, invitation }: { token: string; invitation: OpenedInvitation }) {
  const api = useApi();
  const { email, hasAccount } = invitation;
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const [repeated, setRepeated] = useState("");
  const accept = useMutation({
    mutationFn: () =>
      api.send("POST", portalRoutes.acceptInvitation(), acceptedInvitationSchema, {
        ...{ token, password },
        ...(hasAccount ? {} : { name }),
      }),
    onSuccess: ({ tenant }) => signInWith(email, password, `/t/${tenant}/functions`),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    accept.mutate();
  };
  const busy = accept.isPending || accept.isSuccess;
  const form = useRefusedFocus(busy);
  return (
    <form ref={form} method="post" onSubmit={submit} className="flex flex-col gap-4">
      <RefusalNotice error={accept.error} at={["name", "password"]} title="You have not joined" />
      <input type="hidden" name="username" autoComplete="username" value={email} />
      {hasAccount ? (
        <OwnPasswordField
          hint={`Of your account ${email}.`}
          error={fieldError(accept.error, "password")}
          value={password}
          onChange={setPassword}
        />
      ) : (
        <>
          <Field label="Your name" error={fieldError(accept.error, "name")}>
            {(control) => (
              <Input
                {...control}
                autoComplete="name"
                required
                maxLength={80}
                value={name}
                onChange={(event) => setName(event.target.value)}
              />
            )}
          </Field>
          <PasswordFields
            password={password}
            repeated={repeated}
            error={fieldError(accept.error, "password")}
            onChange={(next, again) => {
              setPassword(next);
              setRepeated(again);
            }}
          />
        </>
      )}
      <Button type="submit" variant="primary" busy={busy} disabled={!hasAccount && !isReady(password, repeated)}>
        {busy ? "Joining" : "Join"}
      </Button>
    </form>
  );
}

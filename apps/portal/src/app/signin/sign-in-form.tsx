"use client";
import { signIn } from "next-auth/react";
import { type FormEvent, useRef, useState, useSyncExternalStore } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Notice } from "@/components/ui/notice";

/** By next-auth's code, or by ours. */
const messages: Record<string, string> = {
  CredentialsSignin: "No account matches this e-mail and password. Check both; capitals count in the password.",
  internal: "Signing in does not work at the moment. Your account is fine; try again shortly.",
};

/** `limit_exceeded:90`: the seconds to wait. */
function inWords(error: string): string {
  const [, seconds] = /^limit_exceeded:(\d+)$/.exec(error) ?? [];
  if (seconds === undefined) return messages[error] ?? messages.internal ?? "";
  const wait = Number(seconds) < 120 ? `${seconds} seconds` : `${Math.ceil(Number(seconds) / 60)} minutes`;
  return `Too many failed tries for this e-mail or from this address. Wait ${wait}, then try again.`;
}

const never = () => () => undefined;

/** False until React listens: before that, a press would send the form as it stands. */
function useReady(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}

export function SignInForm({ next }: { next: string }) {
  const ready = useReady();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const password = useRef<HTMLInputElement>(null);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    setError(null);
    const answer = await signIn("credentials", {
      email: String(form.get("email") ?? ""),
      password: String(form.get("password") ?? ""),
      redirect: false,
    }).catch(() => undefined);
    if (answer?.ok && !answer.error) {
      // a whole new page: what the router prefetched belongs to nobody
      window.location.assign(next);
      return;
    }
    setBusy(false);
    setError(inWords(answer?.error ?? ""));
    password.current?.select();
  };

  return (
    // never "get": a password does not belong in an address
    <form method="post" onSubmit={submit} className="flex flex-col gap-4">
      {error && <Notice tone="error">{error}</Notice>}
      <Field label="E-mail">
        {(control) => <Input {...control} name="email" type="email" autoComplete="username" required />}
      </Field>
      <Field label="Password">
        {(control) => (
          <Input {...control} ref={password} name="password" type="password" autoComplete="current-password" required />
        )}
      </Field>
      <Button type="submit" variant="primary" busy={busy} disabled={!ready}>
        {busy ? "Signing in" : "Sign in"}
      </Button>
      <p className="text-xs text-faint">Forgot the password? An owner of your tenant makes you a link for a new one.</p>
    </form>
  );
}

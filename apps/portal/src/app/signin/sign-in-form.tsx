"use client";
import Link from "next/link";
import { signIn } from "next-auth/react";
import { type FormEvent, useEffect, useRef, useState, useSyncExternalStore } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Notice } from "@/components/ui/notice";
import { readSignInError } from "@/format/sign-in-error";

const databaseAway = "The platform's database does not answer at the moment. Your account is fine; try again shortly.";

/** By next-auth's code, or by ours. */
const messages: Record<string, string> = {
  CredentialsSignin: "No account matches this e-mail and password. Check both; capitals count in the password.",
  code_wrong: "This code is not right, or was used already. Wait for the app's next one.",
  unavailable: databaseAway,
  internal: "Signing in does not work at the moment. Your account is fine; try again shortly.",
  provider_unavailable: databaseAway,
  provider_forbidden: "Your provider does not vouch for your e-mail address. Ask whoever runs it, or sign in here.",
  provider_invalid_request: "Your provider tells no e-mail address. Ask whoever runs it, or sign in here.",
  OAuthCallback: "Your provider's answer could not be used. Try again; where it stays so, ask whoever runs it.",
  OAuthSignin: "Your provider cannot be reached at the moment. Try again shortly.",
};

function inWords(error: string): string {
  const { code, seconds } = readSignInError(error);
  if (code !== "limit_exceeded" || seconds === null) return messages[code] ?? messages.internal ?? "";
  const wait = seconds < 120 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`;
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

interface SignInFormProps {
  next: string;
  /** What went wrong at a provider. */
  error: string | null;
  /** A link for a new password was used a moment ago. */
  passwordSet: boolean;
  /** The name of the OpenID Connect provider, where one is set. */
  provider: string | null;
}

export function SignInForm({ next, error: given, passwordSet, provider }: SignInFormProps) {
  const ready = useReady();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(given === null ? null : inWords(given));
  const [needsCode, setNeedsCode] = useState(false);
  const password = useRef<HTMLInputElement>(null);
  const code = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (needsCode) code.current?.focus();
  }, [needsCode]);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    setError(null);
    const answer = await signIn("credentials", {
      email: String(form.get("email") ?? ""),
      password: String(form.get("password") ?? ""),
      code: String(form.get("code") ?? ""),
      redirect: false,
    }).catch(() => undefined);
    if (answer?.ok && !answer.error) {
      // a whole new page: what the router prefetched belongs to nobody
      window.location.assign(next);
      return;
    }
    setBusy(false);
    if (answer?.error === "code_needed") return setNeedsCode(true);
    setError(inWords(answer?.error ?? ""));
    (answer?.error === "code_wrong" ? code : password).current?.select();
  };

  return (
    // never "get": a password does not belong in an address
    <form method="post" onSubmit={submit} className="flex flex-col gap-4">
      {error && <Notice tone="error">{error}</Notice>}
      {passwordSet && !error && <Notice tone="success">Your new password is set. Sign in with it.</Notice>}
      {provider !== null && !needsCode && (
        <>
          <Button disabled={!ready} onClick={() => void signIn("oidc", { callbackUrl: next })}>
            Continue with {provider}
          </Button>
          <p className="text-center text-xs text-faint">or with e-mail and password</p>
        </>
      )}
      <Field label="E-mail">
        {(control) => <Input {...control} name="email" type="email" autoComplete="username" required />}
      </Field>
      <Field label="Password">
        {(control) => (
          <Input {...control} ref={password} name="password" type="password" autoComplete="current-password" required />
        )}
      </Field>
      {needsCode && (
        <Field label="Code" hint="Of your authenticator app; without it, one of your recovery codes.">
          {(control) => (
            <Input
              {...control}
              ref={code}
              name="code"
              autoComplete="one-time-code"
              required
              maxLength={40}
              className="font-mono"
            />
          )}
        </Field>
      )}
      <Button type="submit" variant="primary" busy={busy} disabled={!ready}>
        {busy ? "Signing in" : "Sign in"}
      </Button>
      <Link href="/forgot-password" className="text-sm text-muted underline underline-offset-2 hover:text-fg">
        Forgot password?
      </Link>
    </form>
  );
}

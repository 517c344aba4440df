import { redirect } from "next/navigation";
import { EntryCard } from "@/components/entry/entry-card";
import { env } from "@/env";
import { sessionUser } from "@/server/session";
import { homeOf } from "@/server/session-user";
import { SignInForm } from "./sign-in-form";

export const metadata = { title: "Sign in" };

interface SignInPageProps {
  searchParams: Promise<Record<"callbackUrl" | "error" | "done", string | string[] | undefined>>;
}

/** Only a path of our own: an address elsewhere would let a link send people away after they signed in. */
function ownPath(given: string | string[] | undefined): string {
  if (typeof given !== "string") return "/";
  const path = URL.canParse(given) ? new URL(given).pathname : given;
  return /^\/(t|operator|account)(\/|$)/.test(path) ? path : "/";
}

export default async function SignInPage({ searchParams }: SignInPageProps) {
  const user = await sessionUser();
  if (user) redirect(homeOf(user));
  const { callbackUrl, error, done } = await searchParams;
  const { OIDC_ISSUER, OIDC_NAME } = env();
  return (
    <EntryCard title="Sign in" description="Write, test and run your own functions inside the product.">
      <SignInForm
        next={ownPath(callbackUrl)}
        error={typeof error === "string" ? error : null}
        passwordSet={done === "password"}
        provider={OIDC_ISSUER === undefined ? null : OIDC_NAME}
      />
    </EntryCard>
  );
}

import { redirect } from "next/navigation";
import { Mark } from "@/components/shell/rail";
import { sessionUser } from "@/server/session";
import { homeOf } from "@/server/session-user";
import { SignInForm } from "./sign-in-form";

export const metadata = { title: "Sign in" };

interface SignInPageProps {
  searchParams: Promise<{ callbackUrl?: string | string[] }>;
}

/** Only a path of our own: an address elsewhere would let a link send people away after they signed in. */
function ownPath(given: string | string[] | undefined): string {
  if (typeof given !== "string") return "/";
  const path = URL.canParse(given) ? new URL(given).pathname : given;
  return /^\/(t|operator)(\/|$)/.test(path) ? path : "/";
}

export default async function SignInPage({ searchParams }: SignInPageProps) {
  const user = await sessionUser();
  if (user) redirect(homeOf(user));
  const { callbackUrl } = await searchParams;
  return (
    <main className="flex min-h-dvh flex-col items-center bg-panel px-4 pt-[16vh]">
      <div className="w-full max-w-sm">
        <div className="mb-4 flex items-center gap-2 text-lg font-semibold">
          <Mark /> Annex
        </div>
        <div className="rounded-md border bg-bg p-6">
          <h1 className="text-lg font-semibold">Sign in</h1>
          <p className="mt-1 mb-5 text-sm text-muted">Write, test and run your own functions inside the product.</p>
          <SignInForm next={ownPath(callbackUrl)} />
        </div>
      </div>
    </main>
  );
}

import { redirect } from "next/navigation";
import { ApiProvider } from "@/client/api-provider";
import { AccountPage } from "@/components/account/account-page";
import { AppShell } from "@/components/shell/app-shell";
import { sessionUser } from "@/server/session";

export const metadata = { title: "Account" };

interface PageProps {
  searchParams: Promise<{ tenant?: string | string[] }>;
}

/** In the shell of the tenant that one came from. */
export default async function Account({ searchParams }: PageProps) {
  const user = await sessionUser();
  if (!user) redirect("/signin");
  const { tenant } = await searchParams;
  const slugs = user.memberships.map(({ slug }) => slug);
  const named = slugs.find((slug) => slug === tenant);
  const shell = named ?? (user.isOperator ? null : (slugs[0] ?? null));
  return (
    <ApiProvider tenant={shell}>
      <AppShell user={user} tenant={shell}>
        <AccountPage />
      </AppShell>
    </ApiProvider>
  );
}

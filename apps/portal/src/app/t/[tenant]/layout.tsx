import { notFound, redirect } from "next/navigation";
import type { ReactNode } from "react";
import { ApiProvider } from "@/client/api-provider";
import { AppShell } from "@/components/shell/app-shell";
import { StopsBanner } from "@/components/stops/stops-banner";
import { sessionUser } from "@/server/session";

interface TenantLayoutProps {
  children: ReactNode;
  params: Promise<{ tenant: string }>;
}

export default async function TenantLayout({ children, params }: TenantLayoutProps) {
  const { tenant } = await params;
  const user = await sessionUser();
  if (!user) redirect("/signin");
  if (!user.memberships.some(({ slug }) => slug === tenant)) notFound();
  return (
    <ApiProvider key={tenant} tenant={tenant}>
      <AppShell user={user} tenant={tenant}>
        <StopsBanner />
        {children}
      </AppShell>
    </ApiProvider>
  );
}

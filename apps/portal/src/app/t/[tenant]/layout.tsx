import { notFound, redirect } from "next/navigation";
import type { ReactNode } from "react";
import { AddressesProvider } from "@/client/addresses";
import { ApiProvider } from "@/client/api-provider";
import { MayChangeProvider } from "@/client/may-change";
import { ActingBanner } from "@/components/shell/acting-banner";
import { AppShell } from "@/components/shell/app-shell";
import { ReadingBanner } from "@/components/shell/reading-banner";
import { StopsBanner } from "@/components/stops/stops-banner";
import { env } from "@/env";
import { accessOf } from "@/server/contexts";
import { sessionUser } from "@/server/session";

interface TenantLayoutProps {
  children: ReactNode;
  params: Promise<{ tenant: string }>;
}

export default async function TenantLayout({ children, params }: TenantLayoutProps) {
  const { tenant } = await params;
  const user = await sessionUser();
  if (!user) redirect("/signin");
  if (![...user.memberships, ...user.access].some(({ slug }) => slug === tenant)) notFound();
  const access = accessOf(user, tenant);
  const role = access?.role ?? user.memberships.find(({ slug }) => slug === tenant)?.role;
  const mayChange = role !== "viewer";
  const { DATA_PLANE_URL, IDENTITY_URL } = env();
  const addresses = { dataPlane: DATA_PLANE_URL, identity: IDENTITY_URL };
  return (
    <ApiProvider key={tenant} tenant={tenant}>
      <MayChangeProvider value={mayChange}>
        <AddressesProvider value={addresses}>
          <AppShell user={user} tenant={tenant}>
            {access && <ActingBanner access={access} />}
            {!access && !mayChange && <ReadingBanner />}
            <StopsBanner />
            {children}
          </AppShell>
        </AddressesProvider>
      </MayChangeProvider>
    </ApiProvider>
  );
}

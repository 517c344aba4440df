import { notFound, redirect } from "next/navigation";
import type { ReactNode } from "react";
import { ApiProvider } from "@/client/api-provider";
import { AppShell } from "@/components/shell/app-shell";
import { sessionUser } from "@/server/session";

export default async function OperatorLayout({ children }: { children: ReactNode }) {
  const user = await sessionUser();
  if (!user) redirect("/signin");
  if (!user.isOperator) notFound();
  return (
    <ApiProvider tenant={null}>
      <AppShell user={user} tenant={null}>
        {children}
      </AppShell>
    </ApiProvider>
  );
}

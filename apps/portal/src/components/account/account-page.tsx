"use client";
import { accountSchema, portalRoutes } from "@annex/contract";
import { useResource } from "@/client/api-provider";
import { formatExact } from "@/format/time";
import { Detail, DetailList } from "../detail-list";
import { ProblemNotice } from "../problem-notice";
import { Page } from "../ui/page";
import { Skeleton } from "../ui/skeleton";
import { ChangePassword } from "./change-password";
import { Sessions } from "./sessions";
import { TwoStep } from "./two-step";

/** One's own account: who one is here, the password, and where one is signed in. */
export function AccountPage() {
  const account = useResource(portalRoutes.account(), accountSchema);
  return (
    <Page title="Account" description="Yours alone, whatever the tenant.">
      {account.error && !account.data && (
        <ProblemNotice
          error={account.error}
          title="Your account could not be loaded"
          onRetry={() => void account.refetch()}
        />
      )}
      {!account.data && !account.error && <Skeleton className="h-24 w-full" />}
      {account.data && (
        <>
          <DetailList>
            <Detail name="Name">{account.data.name}</Detail>
            <Detail name="E-mail">{account.data.email}</Detail>
            <Detail name="Since">{formatExact(account.data.createdAt)}</Detail>
          </DetailList>
          {account.data.hasPassword && (
            <>
              <ChangePassword email={account.data.email} />
              <TwoStep account={account.data} />
            </>
          )}
        </>
      )}
      <Sessions />
    </Page>
  );
}

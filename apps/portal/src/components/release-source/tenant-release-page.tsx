"use client";
import { portalRoutes, releaseSourceSchema } from "@annex/contract";
import Link from "next/link";
import { useResource } from "@/client/api-provider";
import { Button } from "../ui/button";
import { ReleaseSourcePage } from "./release-source-page";

/** The code of a tenant's release, as an operator reads it. */
export function TenantReleasePage({ tenantId, name, number }: { tenantId: string; name: string; number: number }) {
  const route = portalRoutes.operator.tenantRelease(tenantId, name, number);
  const { data, error, refetch } = useResource(route, releaseSourceSchema);
  return (
    <ReleaseSourcePage
      release={data}
      title={`${name}, release ${number}`}
      note="The tenant sees in its audit trail that you read this."
      allHref={`/operator/tenants/${tenantId}?tab=releases`}
      error={error}
      onRetry={() => void refetch()}
      actions={
        <Button asChild size="sm">
          <Link href={`/operator/tenants/${tenantId}/functions/${encodeURIComponent(name)}`}>Open function</Link>
        </Button>
      }
    />
  );
}

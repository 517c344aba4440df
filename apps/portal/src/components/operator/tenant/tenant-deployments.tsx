"use client";
import { portalRoutes, type TenantDeployment, tenantDeploymentSchema } from "@annex/contract";
import Link from "next/link";
import { useMemo } from "react";
import { z } from "zod";
import { useResource } from "@/client/api-provider";
import { formatActor } from "@/format/actor";
import { ProblemNotice } from "../../problem-notice";
import { Badge, type Tone } from "../../ui/badge";
import type { DataColumn } from "../../ui/data-column";
import { DataTable } from "../../ui/data-table";
import { TableSkeleton } from "../../ui/skeleton";
import { Time } from "../../ui/time";

const deploymentsSchema = z.array(tenantDeploymentSchema);
const rowKey = ({ id }: TenantDeployment) => id;
const searchText = ({ functionName, message, createdBy }: TenantDeployment) =>
  [functionName, message, createdBy].join(" ");
const tones: Partial<Record<TenantDeployment["state"], Tone>> = {
  active: "green",
  failed: "red",
  rolled_back: "amber",
};

function columnsOf(tenantId: string): DataColumn<TenantDeployment>[] {
  return [
    {
      key: "state",
      label: "State",
      value: ({ state }) => state,
      cell: ({ state, failure }) => (
        <span title={failure ?? undefined}>
          <Badge tone={tones[state] ?? "amber"} dot>
            {state.replace("_", " ")}
          </Badge>
        </span>
      ),
    },
    {
      key: "function",
      label: "Function",
      value: ({ functionName }) => functionName,
      cell: ({ functionName }) => (
        <Link href={`/operator/tenants/${tenantId}/functions/${functionName}`} className="font-medium hover:underline">
          {functionName}
        </Link>
      ),
      always: true,
    },
    { key: "release", label: "Release", value: ({ releaseNumber }) => releaseNumber, end: true },
    { key: "kind", label: "Kind", value: ({ kind }) => kind },
    { key: "message", label: "Message", value: ({ message, failure }) => failure ?? message },
    { key: "by", label: "By", value: ({ createdBy }) => formatActor(createdBy) },
    {
      key: "at",
      label: "Asked for",
      value: ({ createdAt }) => createdAt,
      cell: ({ createdAt }) => <Time at={createdAt} />,
    },
  ];
}

/** Which releases went live in a tenant, or did not. */
export function TenantDeployments({ tenantId, slug }: { tenantId: string; slug: string }) {
  const deployments = useResource(portalRoutes.operator.tenantDeployments(tenantId), deploymentsSchema, {
    refetchInterval: 5000,
  });
  const columns = useMemo(() => columnsOf(tenantId), [tenantId]);
  if (deployments.error && !deployments.data)
    return (
      <ProblemNotice
        error={deployments.error}
        title="The releases could not be loaded"
        onRetry={() => void deployments.refetch()}
      />
    );
  if (!deployments.data) return <TableSkeleton label="Loading releases" />;
  return (
    <DataTable
      label="Deployments"
      rows={deployments.data}
      columns={columns}
      rowKey={rowKey}
      searchText={searchText}
      defaultSort="-at"
      fileName={`${slug}-deployments`}
      empty="Nothing was deployed yet."
    />
  );
}

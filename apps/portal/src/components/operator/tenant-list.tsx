"use client";
import { portalRoutes, type TenantSummary, tenantSummarySchema } from "@annex/contract";
import { Building2 } from "lucide-react";
import { useMemo } from "react";
import { z } from "zod";
import { useResource } from "@/client/api-provider";
import { RangePicker } from "../charts/range-picker";
import { useRange } from "../charts/use-range";
import { LiveToggle } from "../live-toggle";
import { ProblemNotice } from "../problem-notice";
import { DataTable } from "../ui/data-table";
import { EmptyState } from "../ui/empty-state";
import { Page } from "../ui/page";
import { TableSkeleton } from "../ui/skeleton";
import { useLive } from "../use-live";
import { tenantColumns } from "./tenant-columns";

const rowKey = ({ id }: TenantSummary) => id;
const searchText = ({ name, slug, status, cell }: TenantSummary) => `${name} ${slug} ${status} ${cell}`;

/** Every tenant with what it invoked in the range. */
export function TenantList() {
  const [range] = useRange();
  const live = useLive();
  const tenants = useResource(portalRoutes.operator.tenants(), z.array(tenantSummarySchema), {
    query: { range },
    refetchInterval: live.interval,
    keepPrevious: true,
  });
  const columns = useMemo(() => tenantColumns(range), [range]);
  return (
    <Page
      title="Tenants"
      description="Who runs code of their own, how much, and how well it goes. Durations are of whole calls."
      actions={
        <>
          <LiveToggle paused={live.paused} onToggle={live.toggle} lost={tenants.isError} />
          <RangePicker />
        </>
      }
    >
      {tenants.data ? (
        tenants.data.length === 0 ? (
          <EmptyState icon={<Building2 />} title="No tenants yet">
            A tenant is a customer of the product who may write functions. Restart the stack to have the demo tenants
            made.
          </EmptyState>
        ) : (
          <DataTable
            label="Tenants"
            rows={tenants.data}
            columns={columns}
            rowKey={rowKey}
            searchText={searchText}
            defaultSort="name"
            fileName={`tenants-${range}`}
            empty=""
          />
        )
      ) : tenants.error ? (
        <ProblemNotice
          error={tenants.error}
          title="The tenants could not be loaded"
          onRetry={() => void tenants.refetch()}
        />
      ) : (
        <TableSkeleton label="Loading tenants" />
      )}
    </Page>
  );
}

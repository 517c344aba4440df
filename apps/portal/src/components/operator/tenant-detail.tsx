"use client";
import {
  type FunctionMetrics,
  functionMetricsSchema,
  metricsSchema,
  portalRoutes,
  tenantSummarySchema,
} from "@annex/contract";
import { SquareFunction } from "lucide-react";
import { useMemo, useState } from "react";
import { z } from "zod";
import { useResource } from "@/client/api-provider";
import { MetricsPanel, MetricsPanelSkeleton } from "../charts/metrics-panel";
import { RangePicker } from "../charts/range-picker";
import { useRange } from "../charts/use-range";
import { ZoneToggle } from "../charts/zone-toggle";
import { LiveToggle } from "../live-toggle";
import { ProblemNotice } from "../problem-notice";
import { Button } from "../ui/button";
import { DataTable } from "../ui/data-table";
import { EmptyState } from "../ui/empty-state";
import { Page } from "../ui/page";
import { TableSkeleton } from "../ui/skeleton";
import { Time } from "../ui/time";
import { useLive } from "../use-live";
import { functionColumns } from "./function-columns";
import { TenantPeople } from "./people/tenant-people";
import { SuspendDialog } from "./suspend-dialog";
import { SuspendedBanner } from "./suspended-banner";
import { TenantState } from "./tenant-state";

const rowKey = ({ functionId }: FunctionMetrics) => functionId;
const searchText = ({ name }: FunctionMetrics) => name;

/** One tenant: how it goes, its functions, and the switch that stops it. */
export function TenantDetail({ id }: { id: string }) {
  const [range] = useRange();
  const live = useLive();
  const [suspending, setSuspending] = useState(false);
  const options = { query: { range }, refetchInterval: live.interval, keepPrevious: true };
  const routes = portalRoutes.operator;
  const tenant = useResource(routes.tenant(id), tenantSummarySchema, options);
  const metrics = useResource(routes.metrics(), metricsSchema, { ...options, query: { range, tenant: id } });
  const functions = useResource(routes.tenantFunctions(id), z.array(functionMetricsSchema), options);
  const failed = tenant.error ?? metrics.error ?? functions.error;
  const retry = () => void Promise.all([tenant.refetch(), metrics.refetch(), functions.refetch()]);
  const data = tenant.data;
  const columns = useMemo(() => functionColumns(id, range), [id, range]);

  if (failed && !data) {
    return (
      <Page title="Tenant">
        <ProblemNotice error={failed} title="The tenant could not be loaded" onRetry={retry} />
      </Page>
    );
  }
  return (
    <Page
      title={data?.name ?? "Tenant"}
      description={
        data ? (
          <span className="inline-flex flex-wrap items-center gap-x-2 gap-y-1">
            <TenantState status={data.status} />
            <span className="font-mono text-xs">{data.slug}</span>
            <span>
              in cell {data.cell}, since <Time at={data.createdAt} />
            </span>
          </span>
        ) : (
          <span className="inline-block h-4 w-64 animate-breathe rounded-sm bg-pressed" />
        )
      }
      actions={
        <>
          <LiveToggle paused={live.paused} onToggle={live.toggle} lost={Boolean(failed)} />
          <ZoneToggle />
          <RangePicker />
          {data?.status === "active" && (
            <Button variant="danger" size="sm" onClick={() => setSuspending(true)}>
              Suspend tenant
            </Button>
          )}
        </>
      }
    >
      {failed && !(metrics.data && functions.data) && (
        <ProblemNotice error={failed} title="A part of this page could not be loaded" onRetry={retry} />
      )}
      {data?.status === "suspended" && <SuspendedBanner tenant={data} />}
      {metrics.data && data ? <MetricsPanel metrics={metrics.data} name={data.slug} /> : <MetricsPanelSkeleton />}
      <h2 className="mt-2 text-base font-semibold">Functions</h2>
      {functions.data ? (
        functions.data.length === 0 ? (
          <EmptyState icon={<SquareFunction />} title="No functions yet">
            The tenant's developers create functions on their side of the portal; each one shows here with its numbers.
          </EmptyState>
        ) : (
          <DataTable
            label="Functions"
            rows={functions.data}
            columns={columns}
            rowKey={rowKey}
            searchText={searchText}
            defaultSort="-invocations"
            fileName={`${data?.slug ?? "tenant"}-functions-${range}`}
            empty=""
          />
        )
      ) : (
        <TableSkeleton label="Loading functions" />
      )}
      <TenantPeople tenantId={id} />
      {data && <SuspendDialog tenant={data} open={suspending} onOpenChange={setSuspending} />}
    </Page>
  );
}

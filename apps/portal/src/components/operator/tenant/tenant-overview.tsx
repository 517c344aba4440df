"use client";
import {
  type FunctionMetrics,
  functionMetricsSchema,
  metricsSchema,
  portalRoutes,
  type TenantSummary,
} from "@annex/contract";
import { SquareFunction } from "lucide-react";
import { useMemo } from "react";
import { z } from "zod";
import { useResource } from "@/client/api-provider";
import { MetricsPanel, MetricsPanelSkeleton } from "../../charts/metrics-panel";
import { useRange } from "../../charts/use-range";
import { ProblemNotice } from "../../problem-notice";
import { DataTable } from "../../ui/data-table";
import { EmptyState } from "../../ui/empty-state";
import { TableSkeleton } from "../../ui/skeleton";
import { functionColumns } from "../function-columns";

const rowKey = ({ functionId }: FunctionMetrics) => functionId;
const searchText = ({ name }: FunctionMetrics) => name;
const functionsSchema = z.array(functionMetricsSchema);

/** How a tenant goes, and its functions. `interval` of the live refresh, false while it is paused. */
export function TenantOverview({ tenant, interval }: { tenant: TenantSummary; interval: number | false }) {
  const [range] = useRange();
  const { id, slug } = tenant;
  const options = { query: { range }, refetchInterval: interval, keepPrevious: true };
  const routes = portalRoutes.operator;
  const metrics = useResource(routes.metrics(), metricsSchema, { ...options, query: { range, tenant: id } });
  const functions = useResource(routes.tenantFunctions(id), functionsSchema, options);
  const failed = metrics.error ?? functions.error;
  const columns = useMemo(() => functionColumns(id, range), [id, range]);
  return (
    <div className="flex flex-col gap-4">
      {failed && !(metrics.data && functions.data) && (
        <ProblemNotice
          error={failed}
          title="A part of this page could not be loaded"
          onRetry={() => void Promise.all([metrics.refetch(), functions.refetch()])}
        />
      )}
      {metrics.data ? <MetricsPanel metrics={metrics.data} name={slug} /> : <MetricsPanelSkeleton />}
      <h2 className="mt-2 text-base font-semibold">Functions</h2>
      {!functions.data ? (
        <TableSkeleton label="Loading functions" />
      ) : functions.data.length === 0 ? (
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
          fileName={`${slug}-functions-${range}`}
          empty=""
        />
      )}
    </div>
  );
}

"use client";
import { type CostGroup, type CostRow, costsSchema, portalRoutes } from "@annex/contract";
import { useMemo } from "react";
import { useResource } from "@/client/api-provider";
import { useUrlState } from "@/client/use-url-state";
import { formatUsd } from "@/format/units";
import { TimeSeriesChart } from "../../charts/time-series-chart";
import { ProblemNotice } from "../../problem-notice";
import { DataTable } from "../../ui/data-table";
import { Select } from "../../ui/select";
import { Skeleton } from "../../ui/skeleton";
import { costColumns } from "../cost-columns";

const rowKey = ({ key }: CostRow) => key;
const searchText = ({ functionName, day }: CostRow) => [functionName, day].join(" ");
const groups = [
  { value: "function", label: "By function" },
  { value: "release", label: "By release" },
  { value: "day", label: "By day" },
] satisfies { value: CostGroup; label: string }[];

/** What a tenant costs this month: by day on the chart, by function, release or day in the table. */
export function TenantCost({ tenantId, slug }: { tenantId: string; slug: string }) {
  const [text, setBy] = useUrlState("by", "function");
  const by = groups.find(({ value }) => value === text)?.value ?? "function";
  const costs = useResource(portalRoutes.operator.costs(), costsSchema, {
    query: { by, tenant: tenantId },
    refetchInterval: 5000,
    keepPrevious: true,
  });
  const { data } = costs;
  const columns = useMemo(
    () => costColumns(by, data?.totalUsd ?? 0).filter(({ key }) => key !== "tenant"),
    [by, data?.totalUsd],
  );
  const at = useMemo(() => data?.days.map((day) => day.at) ?? [], [data]);
  const series = useMemo(
    () => [{ label: "Cost", look: "area" as const, values: data?.days.map(({ costUsd }) => costUsd) ?? [] }],
    [data],
  );
  if (costs.error && !data)
    return (
      <ProblemNotice error={costs.error} title="The costs could not be loaded" onRetry={() => void costs.refetch()} />
    );
  if (!data) return <Skeleton className="h-64 rounded-md" />;
  return (
    <section aria-label="Cost" className="flex flex-col gap-4">
      <TimeSeriesChart
        title="Cost of this month"
        unit="usd"
        at={at}
        bucketSeconds={86_400}
        series={series}
        markers={[]}
        syncKey="tenant-cost"
        emptyText="Nothing was invoked in this month."
        summary={`${formatUsd(data.totalUsd)} so far this month.`}
        fileName={`${slug}-cost-${data.month}-days.csv`}
        height={160}
      />
      <div className="w-44">
        <Select aria-label="Group by" value={by} onValueChange={setBy} options={groups} />
      </div>
      <DataTable
        key={by}
        label={`Cost by ${by}`}
        rows={data.rows}
        columns={columns}
        rowKey={rowKey}
        searchText={searchText}
        defaultSort={by === "day" ? "-day" : "-cost"}
        fileName={`${slug}-cost-${data.month}-by-${by}`}
        empty="Nothing was invoked in this month."
      />
    </section>
  );
}

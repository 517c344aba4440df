"use client";
import { type CostRow, costGroupSchema, costsSchema, portalRoutes } from "@annex/contract";
import Link from "next/link";
import { useMemo } from "react";
import { useResource } from "@/client/api-provider";
import { useUrlState } from "@/client/use-url-state";
import { formatDate } from "@/format/time";
import { formatCount, formatUsd } from "@/format/units";
import { TimeSeriesChart } from "../charts/time-series-chart";
import { ProblemNotice } from "../problem-notice";
import { Button } from "../ui/button";
import { cn } from "../ui/cn";
import { DataTable } from "../ui/data-table";
import { Figure, Figures } from "../ui/figures";
import { Page } from "../ui/page";
import { Skeleton, TableSkeleton } from "../ui/skeleton";
import { costColumns } from "./cost-columns";
import { MonthPicker, monthName } from "./month-picker";

const rowKey = ({ key }: CostRow) => key;
const searchText = ({ tenant, plan, functionName, day }: CostRow) => [tenant, plan, functionName, day].join(" ");
const names = { tenant: "Tenant", function: "Function", release: "Release", day: "Day" } as const;

function useGroup() {
  const [text, setBy] = useUrlState("by", "tenant");
  const parsed = costGroupSchema.safeParse(text);
  return { by: parsed.success ? parsed.data : "tenant", setBy } as const;
}

/** What tenants' code costs the platform this month, and whose it is. */
export function CostPage() {
  const current = new Date().toISOString().slice(0, 7);
  const [month, setMonth] = useUrlState("month", current, { push: true });
  const { by, setBy } = useGroup();
  const costs = useResource(portalRoutes.operator.costs(), costsSchema, {
    query: { month, by },
    refetchInterval: month === current ? 5000 : false,
    keepPrevious: true,
  });
  const { data } = costs;
  const columns = useMemo(() => costColumns(by, data?.totalUsd ?? 0), [by, data?.totalUsd]);
  const at = useMemo(() => data?.days.map((day) => day.at) ?? [], [data]);
  const series = useMemo(
    () => [{ label: "Cost", look: "area" as const, values: data?.days.map(({ costUsd }) => costUsd) ?? [] }],
    [data],
  );
  return (
    <Page
      title="Cost"
      description="What tenants' invocations cost by Lambda's price list: requests and GB-seconds, seconds after they ran."
      actions={
        <>
          <Button asChild>
            <Link href={`/operator/cost/bill?month=${month}`}>Compare with the bill</Link>
          </Button>
          <MonthPicker month={month} current={current} onMonth={setMonth} />
        </>
      }
    >
      {costs.error && !data && (
        <ProblemNotice error={costs.error} title="The costs could not be loaded" onRetry={() => void costs.refetch()} />
      )}
      {data ? (
        <>
          <Figures label="The month">
            <Figure name="Cost" value={formatUsd(data.totalUsd)} exact={`USD ${data.totalUsd.toFixed(9)}`} />
            <Figure
              name="Forecast of the month"
              value={data.forecastUsd === null ? "–" : formatUsd(data.forecastUsd)}
              exact="If the rest of the month goes on as it did so far"
            />
            <Figure
              name="Invocations"
              value={formatCount(data.invocations)}
              exact={data.invocations.toLocaleString("en")}
            />
            <Figure
              name="Cost of a million invocations"
              value={data.invocations === 0 ? "–" : formatUsd((data.totalUsd / data.invocations) * 1e6)}
            />
          </Figures>
          <TimeSeriesChart
            title="Cost"
            unit="usd"
            at={at}
            bucketSeconds={86_400}
            series={series}
            markers={[]}
            syncKey="cost"
            emptyText="Nothing was invoked in this month."
            summary={`${formatUsd(data.totalUsd)} in ${monthName(month)}.`}
            fileName={`cost-${data.month}-days.csv`}
            height={160}
          />
          <fieldset className="flex h-7 w-fit overflow-hidden rounded-md border border-line-strong">
            <legend className="sr-only">Group by</legend>
            {costGroupSchema.options.map((option) => (
              <button
                key={option}
                type="button"
                aria-pressed={option === by}
                onClick={() => setBy(option)}
                className={cn(
                  "border-r border-line-strong px-2.5 text-sm last:border-r-0 focus-visible:-outline-offset-2",
                  option === by ? "bg-pressed font-medium text-fg" : "text-muted hover:bg-hover",
                )}
              >
                {names[option]}
              </button>
            ))}
          </fieldset>
          <DataTable
            key={by}
            label={`Cost by ${by}`}
            rows={data.rows}
            columns={columns}
            rowKey={rowKey}
            searchText={searchText}
            defaultSort={by === "day" ? "-day" : "-cost"}
            fileName={`cost-${data.month}-by-${by}`}
            empty="Nothing was invoked in this month."
          />
          <p className="text-xs text-faint">
            Prices of each cell's region from {data.prices.source}, used since {formatDate(data.prices.from)} and
            compared with the publication of {formatDate(data.prices.published)}; first tier, without the free tier,
            storage and data transfer. Margin: the plan's price of the month, less what the month cost so far.
          </p>
        </>
      ) : (
        !costs.error && (
          <>
            <Skeleton className="h-[66px] rounded-md" />
            <TableSkeleton label="Loading costs" />
          </>
        )
      )}
    </Page>
  );
}

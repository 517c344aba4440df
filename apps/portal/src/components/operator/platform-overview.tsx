"use client";
import {
  cellStatusSchema,
  metricsSchema,
  overviewSchema,
  portalRoutes,
  type TenantSummary,
  tenantPageSchema,
} from "@annex/contract";
import { z } from "zod";
import { useResource } from "@/client/api-provider";
import { isLost } from "@/client/is-lost";
import { formatCount, formatMs } from "@/format/units";
import { MetricsPanel, MetricsPanelSkeleton } from "../charts/metrics-panel";
import { RangePicker } from "../charts/range-picker";
import { useRange } from "../charts/use-range";
import { ZoneToggle } from "../charts/zone-toggle";
import { LiveToggle } from "../live-toggle";
import { ProblemNotice } from "../problem-notice";
import { Page } from "../ui/page";
import { Skeleton, TableSkeleton } from "../ui/skeleton";
import { useLive } from "../use-live";
import { ErrorRate } from "./error-rate";
import { OverviewCells } from "./overview-cells";
import { OverviewCounts } from "./overview-counts";
import { OverviewIncidents } from "./overview-incidents";
import { TopMovers } from "./top-movers";
import { TopTenants } from "./top-tenants";

const topCount = 5;

const invocations = {
  label: "Invocations",
  show: ({ totals }: TenantSummary) => (
    <span title={totals.invocations.toLocaleString("en")}>{formatCount(totals.invocations)}</span>
  ),
};
const p95 = { label: "p95", show: ({ totals }: TenantSummary) => formatMs(totals.p95Ms) };
const errorRate = {
  label: "Error rate",
  show: ({ totals }: TenantSummary) => <ErrorRate totals={totals} />,
};
const errors = { label: "Errors", show: ({ totals }: TenantSummary) => formatCount(totals.errors) };

/** The control room: all tenants at a glance, each number one click from its cause. */
export function PlatformOverview() {
  const [range] = useRange();
  const live = useLive();
  const options = { query: { range }, refetchInterval: live.interval, keepPrevious: true };
  const routes = portalRoutes.operator;
  const overview = useResource(routes.overview(), overviewSchema, options);
  const metrics = useResource(routes.metrics(), metricsSchema, options);
  const top = (sort: string) => ({ ...options, query: { range, sort, limit: topCount } });
  const busiest = useResource(routes.tenants(), tenantPageSchema, top("-invocations"));
  const failing = useResource(routes.tenants(), tenantPageSchema, top("-errors"));
  const cells = useResource(routes.cells(), z.array(cellStatusSchema), { refetchInterval: live.interval });
  const all = [overview, metrics, busiest, failing, cells];
  const failed = all.find(({ error }) => error);
  const complete = all.every(({ data }) => data !== undefined);
  return (
    <Page
      title="Overview"
      description="Every tenant's code, together."
      actions={
        <>
          <LiveToggle paused={live.paused} onToggle={live.toggle} lost={all.some(isLost)} />
          <ZoneToggle />
          <RangePicker />
        </>
      }
    >
      {failed?.error && !complete && (
        <ProblemNotice
          error={failed.error}
          title="A part of the overview could not be loaded"
          onRetry={() => void Promise.all(all.map(({ refetch }) => refetch()))}
        />
      )}
      {overview.data ? <OverviewCounts overview={overview.data} /> : <Skeleton className="h-[66px] rounded-md" />}
      <OverviewIncidents interval={live.interval} />
      {metrics.data ? <MetricsPanel metrics={metrics.data} name="all-tenants" withOwnPart /> : <MetricsPanelSkeleton />}
      {busiest.data && failing.data ? (
        <div className="grid gap-4 lg:grid-cols-2">
          <TopTenants
            title="Most invocations"
            range={range}
            tenants={busiest.data.items.filter(({ totals }) => totals.invocations > 0)}
            columns={[invocations, p95]}
            empty="No tenant's code ran in this range. Choose a longer one, or call an extension point."
          />
          <TopTenants
            title="Highest error rate"
            range={range}
            tenants={failing.data.items.filter(({ totals }) => totals.errors > 0)}
            columns={[errorRate, errors]}
            empty="No errors in this range."
          />
        </div>
      ) : (
        <TableSkeleton label="Loading tenants" />
      )}
      <TopMovers range={range} interval={live.interval} />
      {cells.data ? <OverviewCells cells={cells.data} /> : <TableSkeleton rows={1} label="Asking the cells" />}
    </Page>
  );
}

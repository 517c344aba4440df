"use client";
import { functionMetricsSchema, portalRoutes, type TenantSummary, tenantSummarySchema } from "@annex/contract";
import { useState } from "react";
import { z } from "zod";
import { useResource } from "@/client/api-provider";
import { isLost } from "@/client/is-lost";
import { useUrlState } from "@/client/use-url-state";
import { RangePicker } from "../charts/range-picker";
import { useRange } from "../charts/use-range";
import { ZoneToggle } from "../charts/zone-toggle";
import { LiveToggle } from "../live-toggle";
import { LoadFailure } from "../load-failure";
import { Button } from "../ui/button";
import { Page } from "../ui/page";
import { Skeleton } from "../ui/skeleton";
import { Tab, TabList, TabPanel, Tabs } from "../ui/tabs";
import { Time } from "../ui/time";
import { useLive } from "../use-live";
import { TenantAccess } from "./access/tenant-access";
import { BudgetsPanel } from "./control/budgets-panel";
import { PausesPanel } from "./control/pauses-panel";
import { SuspensionPanel } from "./control/suspension-panel";
import { TenantMenu } from "./onboarding/tenant-menu";
import { TenantPeople } from "./people/tenant-people";
import { TenantPeriods } from "./periods/tenant-periods";
import { SuspendDialog } from "./suspend-dialog";
import { SuspendedBanner } from "./suspended-banner";
import { TenantAudit } from "./tenant/tenant-audit";
import { TenantBindings } from "./tenant/tenant-bindings";
import { TenantCost } from "./tenant/tenant-cost";
import { TenantDeployments } from "./tenant/tenant-deployments";
import { TenantErrors } from "./tenant/tenant-errors";
import { TenantOverview } from "./tenant/tenant-overview";
import { TenantQuotas } from "./tenant/tenant-quotas";
import { TenantState } from "./tenant-state";

const functionsSchema = z.array(functionMetricsSchema);
const tabs = {
  overview: "Overview",
  periods: "Compare",
  errors: "Errors",
  releases: "Releases",
  points: "Extension points",
  cost: "Cost",
  budgets: "Budgets",
  quotas: "Quotas",
  pauses: "Pauses",
  suspension: "Suspension",
  people: "People",
  audit: "Audit",
} as const;
type TabName = keyof typeof tabs;
const isTab = (name: string): name is TabName => Object.hasOwn(tabs, name);

function TenantFacts({ tenant }: { tenant: TenantSummary }) {
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2 gap-y-1">
      <TenantState status={tenant.status} />
      <span className="font-mono text-xs">{tenant.slug}</span>
      <span>
        in cell {tenant.cell}, since <Time at={tenant.createdAt} />
      </span>
    </span>
  );
}

/** The names of a tenant's functions, for what is chosen from. */
function useFunctionNames(id: string): string[] {
  const { data } = useResource(portalRoutes.operator.tenantFunctions(id), functionsSchema, { query: { range: "24h" } });
  return data?.map(({ name }) => name).toSorted() ?? [];
}

function TabContent({ tab, tenant, interval }: { tab: TabName; tenant: TenantSummary; interval: number | false }) {
  const { id, slug } = tenant;
  const functions = useFunctionNames(id);
  switch (tab) {
    case "overview":
      return <TenantOverview tenant={tenant} interval={interval} />;
    case "periods":
      return <TenantPeriods tenantId={id} slug={slug} />;
    case "errors":
      return <TenantErrors tenantId={id} />;
    case "releases":
      return <TenantDeployments tenantId={id} slug={slug} />;
    case "points":
      return <TenantBindings tenantId={id} />;
    case "cost":
      return <TenantCost tenantId={id} slug={slug} />;
    case "budgets":
      return <BudgetsPanel tenantId={id} functions={functions} />;
    case "quotas":
      return <TenantQuotas tenantId={id} />;
    case "pauses":
      return <PausesPanel tenantId={id} functions={functions} />;
    case "suspension":
      return <SuspensionPanel tenantId={id} />;
    case "people":
      return (
        <div className="flex flex-col gap-6">
          <TenantAccess tenant={tenant} />
          <TenantPeople tenantId={id} />
        </div>
      );
    case "audit":
      return <TenantAudit slug={slug} />;
  }
}

/** One tenant: how it goes, what it costs and may, who its people are, and the switches that stop it. */
export function TenantDetail({ id }: { id: string }) {
  const [range] = useRange();
  const live = useLive();
  const [suspending, setSuspending] = useState(false);
  const [named, setTab] = useUrlState("tab", "overview", { push: true });
  const tab: TabName = isTab(named) ? named : "overview";
  const tenant = useResource(portalRoutes.operator.tenant(id), tenantSummarySchema, {
    query: { range },
    refetchInterval: live.interval,
    keepPrevious: true,
  });
  const { data, error } = tenant;
  if (error && !data)
    return (
      <Page title="Tenant">
        <LoadFailure
          error={error}
          what="tenant"
          all={{ href: "/operator/tenants", label: "All tenants" }}
          onRetry={() => void tenant.refetch()}
        />
      </Page>
    );
  return (
    <Page
      title={data?.name ?? "Tenant"}
      description={
        data ? (
          <TenantFacts tenant={data} />
        ) : (
          <span className="inline-block h-4 w-64 animate-breathe rounded-sm bg-pressed" />
        )
      }
      actions={
        <>
          <LiveToggle paused={live.paused} onToggle={live.toggle} lost={isLost(tenant)} />
          <ZoneToggle />
          <RangePicker />
          {data?.status === "active" && (
            <Button variant="danger" size="sm" onClick={() => setSuspending(true)}>
              Suspend tenant
            </Button>
          )}
          {data && <TenantMenu tenant={data} />}
        </>
      }
    >
      {data?.status === "suspended" && <SuspendedBanner tenant={data} />}
      <Tabs value={tab} onValueChange={setTab} className="flex flex-col gap-4">
        <TabList aria-label="Tenant">
          {Object.entries(tabs).map(([value, label]) => (
            <Tab key={value} value={value}>
              {label}
            </Tab>
          ))}
        </TabList>
        <TabPanel value={tab}>
          {data ? (
            <TabContent tab={tab} tenant={data} interval={live.interval} />
          ) : (
            <Skeleton className="h-64 rounded-md" />
          )}
        </TabPanel>
      </Tabs>
      {data && suspending && <SuspendDialog tenant={data} onClose={() => setSuspending(false)} />}
    </Page>
  );
}

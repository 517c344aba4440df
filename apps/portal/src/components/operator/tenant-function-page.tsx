"use client";
import { portalRoutes, tenantFunctionSchema } from "@annex/contract";
import Link from "next/link";
import { useResource } from "@/client/api-provider";
import { isLost } from "@/client/is-lost";
import { MetricsPanel, MetricsPanelSkeleton } from "../charts/metrics-panel";
import { RangePicker } from "../charts/range-picker";
import { ReleaseComparison } from "../charts/release-comparison";
import { RightSize } from "../charts/right-size";
import { useRange } from "../charts/use-range";
import { ZoneToggle } from "../charts/zone-toggle";
import { ErrorGroups } from "../errors/error-groups";
import { LiveToggle } from "../live-toggle";
import { LoadFailure } from "../load-failure";
import { KeptNote } from "../retention/kept-note";
import { useKept } from "../retention/use-kept";
import { Page } from "../ui/page";
import { useLive } from "../use-live";

/** One function of a tenant: which release made it worse, what fails and where in the tenant's code. */
export function TenantFunctionPage({ id, name }: { id: string; name: string }) {
  const [range] = useRange();
  const live = useLive();
  const kept = useKept({ range, tenantId: id });
  const found = useResource(portalRoutes.operator.tenantFunction(id, name), tenantFunctionSchema, {
    query: { range },
    refetchInterval: live.interval,
    keepPrevious: true,
  });
  const { data, error } = found;
  return (
    <Page
      title={name}
      description={
        data && (
          <>
            A function of{" "}
            <Link href={`/operator/tenants/${id}?range=${range}`} className="text-accent-text underline">
              {data.tenant.name}
            </Link>
            , {data.liveReleaseNumber === null ? "not deployed" : `release ${data.liveReleaseNumber} is live`}.
          </>
        )
      }
      actions={
        <>
          <LiveToggle paused={live.paused} onToggle={live.toggle} lost={isLost(found)} />
          <ZoneToggle />
          <RangePicker />
        </>
      }
    >
      {data ? (
        <>
          <MetricsPanel metrics={data.metrics} name={`${data.tenant.slug}-${name}`} />
          <ErrorGroups
            groups={data.errorGroups}
            lineHref={({ lastRelease }, file, line) =>
              `/operator/tenants/${id}/functions/${encodeURIComponent(name)}/releases/${lastRelease ?? 1}?file=${encodeURIComponent(file)}&line=${line}`
            }
          />
          {kept && (
            <p className="text-xs text-muted">
              <KeptNote what="Invocations, and with them these errors," kept={kept} />
            </p>
          )}
          <ReleaseComparison releases={data.metrics.releases} />
          <RightSize totals={data.metrics.totals} sizing={data.metrics.sizing} />
        </>
      ) : error ? (
        <LoadFailure
          error={error}
          what="function"
          all={{ href: `/operator/tenants/${id}`, label: "The tenant" }}
          onRetry={() => void found.refetch()}
        />
      ) : (
        <MetricsPanelSkeleton />
      )}
    </Page>
  );
}

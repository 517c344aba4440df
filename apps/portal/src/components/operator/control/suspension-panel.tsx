"use client";
import { portalRoutes, type Suspension, suspensionSchema } from "@annex/contract";
import { useResource } from "@/client/api-provider";
import { formatCount } from "@/format/units";
import { Actor } from "../../actor";
import { ProblemNotice } from "../../problem-notice";
import { Figure, Figures } from "../../ui/figures";
import { Notice } from "../../ui/notice";
import { Skeleton } from "../../ui/skeleton";
import { Sparkline } from "../../ui/sparkline";
import { Time } from "../../ui/time";
import { AuditTable } from "../audit-table";

function Told({ data }: { data: Suspension }) {
  if (data.status === "active")
    return (
      <Notice title="What a suspension would do now">
        New calls and async work stop within a second. {data.underWay} invocations that are under way run to their end,{" "}
        {formatCount(data.waiting)} accepted ones would be held, {data.schedules} schedules would not run, and nothing
        would be deployed. {data.apiClients} API clients keep their secrets; resuming brings everything back.
      </Notice>
    );
  return (
    <Notice
      tone="warning"
      title={
        <>
          Suspended by <Actor actor={data.suspendedBy ?? ""} />
        </>
      }
    >
      {data.suspendedAt && <Time at={data.suspendedAt} />}: {data.reason}
    </Notice>
  );
}

/** Evidence: what a suspension does, or would do, in numbers of this moment. */
export function SuspensionPanel({ tenantId }: { tenantId: string }) {
  const suspension = useResource(portalRoutes.operator.suspension(tenantId), suspensionSchema, {
    refetchInterval: 1000,
  });
  const { data, error } = suspension;
  if (error && !data)
    return <ProblemNotice error={error} title="It could not be loaded" onRetry={() => void suspension.refetch()} />;
  if (!data) return <Skeleton className="h-40 rounded-md" />;
  const isSuspended = data.status === "suspended";
  return (
    <section aria-label="Suspension" className="flex flex-col gap-3">
      <Told data={data} />
      <Figures label="At this moment">
        <Figure name="Under way" value={data.underWay} exact={`told by ${data.nodes} data planes at work`} />
        <Figure
          name={isSuspended ? "Held" : "Queued"}
          value={formatCount(data.waiting)}
          note={isSuspended && data.waiting > 0 ? "run when it is resumed" : undefined}
        />
        <Figure
          name="Refused since"
          value={isSuspended ? formatCount(data.refused) : "–"}
          note={
            data.refusedByMinute.length > 1 && (
              <Sparkline values={data.refusedByMinute.map(({ count }) => count)} label="Refused calls by minute" />
            )
          }
        />
        <Figure name="Deployments under way" value={data.deploymentsUnderway} />
        <Figure
          name="Schedules"
          value={data.schedules}
          note={data.nextScheduleAt && <Time at={data.nextScheduleAt} />}
        />
        <Figure name="Last invocation" value={data.lastInvocationAt ? <Time at={data.lastInvocationAt} /> : "never"} />
      </Figures>
      {data.history.length > 0 && (
        <>
          <h3 className="text-sm font-semibold">Suspensions so far</h3>
          <AuditTable events={data.history} ofOneTenant />
        </>
      )}
    </section>
  );
}

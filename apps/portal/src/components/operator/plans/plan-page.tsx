"use client";
import { planDetailSchema, portalRoutes } from "@annex/contract";
import { useResource } from "@/client/api-provider";
import { useUrlState } from "@/client/use-url-state";
import { formatCount, formatUsd } from "@/format/units";
import { LoadFailure } from "../../load-failure";
import { limitLooks } from "../../settings/limit-looks";
import { Button } from "../../ui/button";
import { DataTable } from "../../ui/data-table";
import { Figure, Figures } from "../../ui/figures";
import { Page } from "../../ui/page";
import { TableSkeleton } from "../../ui/skeleton";
import { signedUsd } from "../money";
import { memberColumns, memberKey, memberText } from "./member-columns";
import { PlanDialog } from "./plan-dialog";
import { limitKeys } from "./plan-form";

/** One plan: its limits, who has it, what binds them now, and what is left of its price. */
export function PlanPage({ planKey }: { planKey: string }) {
  const [editing, setEditing] = useUrlState("edit", "");
  const plan = useResource(portalRoutes.operator.plan(planKey), planDetailSchema, { refetchInterval: 10_000 });
  const { data, error } = plan;
  if (error && !data)
    return (
      <Page title="Plan">
        <LoadFailure
          error={error}
          what="plan"
          all={{ href: "/operator/plans", label: "All plans" }}
          onRetry={() => void plan.refetch()}
        />
      </Page>
    );
  return (
    <Page
      title={data?.name ?? "Plan"}
      description={
        <>
          Plan <span className="font-mono">{planKey}</span>: its limits, the tenants that have it, and what is left of
          its price.
        </>
      }
      actions={data && <Button onClick={() => setEditing("yes")}>Change plan</Button>}
    >
      {!data && <TableSkeleton label="Loading the plan" />}
      {data && (
        <>
          <Figures label="The plan this month">
            <Figure name="Tenants" value={formatCount(data.tenants)} />
            <Figure
              name="Near a limit"
              value={formatCount(data.nearLimit)}
              note={data.nearLimit > 0 && "use four fifths"}
              tone="amber"
            />
            <Figure name="Price a month" value={data.priceUsd === null ? "–" : formatUsd(data.priceUsd)} />
            <Figure name="All pay" value={data.revenueUsd === null ? "–" : formatUsd(data.revenueUsd)} />
            <Figure name="Cost so far" value={formatUsd(data.costUsd)} exact={`USD ${data.costUsd.toFixed(9)}`} />
            <Figure
              name="Margin"
              value={data.marginUsd === null ? "–" : signedUsd(data.marginUsd)}
              note={data.marginUsd !== null && data.marginUsd < 0 && "costs more than it brings"}
              tone="red"
            />
          </Figures>
          <section aria-labelledby="limits" className="flex flex-col gap-2">
            <h2 id="limits" className="text-base font-semibold">
              Limits
            </h2>
            {/* ten of them: two or five in a row leave no gap */}
            <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-md border bg-line lg:grid-cols-5">
              {limitKeys.map((key) => {
                const { label, hint, format } = limitLooks[key];
                return <Figure key={key} name={label} value={format(data.limits[key])} note={hint} />;
              })}
            </dl>
          </section>
          <section aria-labelledby="members" className="flex flex-col gap-2">
            <h2 id="members" className="text-base font-semibold">
              Tenants
            </h2>
            <DataTable
              label="Tenants of the plan"
              rows={data.members}
              columns={memberColumns}
              rowKey={memberKey}
              searchText={memberText}
              defaultSort="-near"
              fileName={`plan-${data.key}-${data.month}`}
              empty="No tenant has this plan. Give it to one on the tenant's Quotas tab."
            />
          </section>
        </>
      )}
      {data && editing !== "" && <PlanDialog plan={data} onClose={() => setEditing("")} />}
    </Page>
  );
}

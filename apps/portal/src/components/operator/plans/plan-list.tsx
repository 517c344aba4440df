"use client";
import { type PlanUse, planUseSchema, portalRoutes } from "@annex/contract";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { z } from "zod";
import { useResource } from "@/client/api-provider";
import { useUrlState } from "@/client/use-url-state";
import { formatCount, formatUsd } from "@/format/units";
import { ProblemNotice } from "../../problem-notice";
import { Badge } from "../../ui/badge";
import { Button } from "../../ui/button";
import type { DataColumn } from "../../ui/data-column";
import { DataTable } from "../../ui/data-table";
import { Page } from "../../ui/page";
import { TableSkeleton } from "../../ui/skeleton";
import { Margin } from "../money";
import { PlanDialog } from "./plan-dialog";

const plansSchema = z.array(planUseSchema);
const rowKey = ({ key }: PlanUse) => key;
const searchText = ({ key, name }: PlanUse) => `${key} ${name}`;
const money = (usd: number | null) => (usd === null ? "–" : <span title={`USD ${usd}`}>{formatUsd(usd)}</span>);

const columns: DataColumn<PlanUse>[] = [
  {
    key: "plan",
    label: "Plan",
    value: ({ name }) => name,
    cell: ({ key, name }) => (
      <>
        <Link href={`/operator/plans/${key}`} className="font-medium group-hover:underline">
          {name}
        </Link>{" "}
        <span className="font-mono text-xs text-muted">{key}</span>
      </>
    ),
    always: true,
  },
  {
    key: "tenants",
    label: "Tenants",
    value: ({ tenants }) => tenants,
    cell: ({ tenants }) => formatCount(tenants),
    end: true,
  },
  {
    key: "near",
    label: "Near a limit",
    value: ({ nearLimit }) => nearLimit,
    cell: ({ nearLimit }) => (nearLimit > 0 ? <Badge tone="amber">{formatCount(nearLimit)}</Badge> : "0"),
    end: true,
  },
  {
    key: "price",
    label: "Price a month",
    value: ({ priceUsd }) => priceUsd,
    cell: ({ priceUsd }) => money(priceUsd),
    end: true,
  },
  {
    key: "revenue",
    label: "All pay",
    value: ({ revenueUsd }) => revenueUsd,
    cell: ({ revenueUsd }) => money(revenueUsd),
    end: true,
  },
  {
    key: "cost",
    label: "Cost so far",
    value: ({ costUsd }) => costUsd,
    cell: ({ costUsd }) => money(costUsd),
    end: true,
  },
  {
    key: "margin",
    label: "Margin",
    value: ({ marginUsd }) => marginUsd,
    cell: ({ marginUsd }) => <Margin usd={marginUsd} />,
    end: true,
  },
];

/** What tenants may have and pay: every plan with its use and its margin. */
export function PlanList() {
  const router = useRouter();
  const [creating, setCreating] = useUrlState("new", "");
  const plans = useResource(portalRoutes.operator.plans(), plansSchema, { refetchInterval: 10_000 });
  const { data, error } = plans;
  return (
    <Page
      title="Plans"
      description="What tenants may have, how long it is kept, and what they pay for it. A change holds for every tenant of the plan at once."
      actions={
        <Button variant="primary" onClick={() => setCreating("yes")}>
          Create plan
        </Button>
      }
    >
      {error && !data && (
        <ProblemNotice error={error} title="The plans could not be loaded" onRetry={() => void plans.refetch()} />
      )}
      {plans.isPending && <TableSkeleton label="Loading plans" rows={3} />}
      {data && (
        <>
          <DataTable
            label="Plans"
            rows={data}
            columns={columns}
            rowKey={rowKey}
            searchText={searchText}
            defaultSort="-tenants"
            fileName="plans"
            empty="There is no plan yet. Create one: every tenant has exactly one."
          />
          <p className="text-xs text-faint">
            Cost is what the tenants&apos; invocations came to this month (UTC) so far, by Lambda&apos;s price list; the
            margin is the plan&apos;s price of a whole month for each of its tenants, less that. “Near a limit” counts
            tenants that use four fifths of one or more.
          </p>
        </>
      )}
      {creating !== "" && (
        <PlanDialog
          plan={null}
          onClose={() => setCreating("")}
          onSaved={({ key }) => router.push(`/operator/plans/${key}`)}
        />
      )}
    </Page>
  );
}

import type { LimitUse, PlanTenant } from "@annex/contract";
import Link from "next/link";
import { formatUsd } from "@/format/units";
import { limitLooks } from "../../settings/limit-looks";
import { Badge } from "../../ui/badge";
import type { DataColumn } from "../../ui/data-column";
import { Meter } from "../../ui/meter";
import { Margin } from "../money";

export const memberKey = ({ id }: PlanTenant) => id;
export const memberText = ({ name, slug, near }: PlanTenant) =>
  [name, slug, ...near.map(({ key }) => limitLooks[key].label)].join(" ");

/** Rates are means: their first two digits are enough. */
const rounded = (value: number) => (Number.isInteger(value) ? value : Number(value.toPrecision(2)));

function Near({ use }: { use: LimitUse }) {
  const { label, hint, format } = limitLooks[use.key];
  return (
    <span className="flex items-center gap-2 whitespace-nowrap">
      <Meter label={`${label} in use`} value={use.used} max={use.limit} className="w-16" />
      <span>
        {label} <span className="text-muted">{hint}</span>: {format(rounded(use.used))} of {format(use.limit)}
      </span>
      {use.own && <Badge>own</Badge>}
    </span>
  );
}

const fullest = ({ near: [first] }: PlanTenant) =>
  first === undefined ? 0 : first.limit === 0 ? 1 : first.used / first.limit;

/** The tenants of a plan: what binds them and what they leave. */
export const memberColumns: DataColumn<PlanTenant>[] = [
  {
    key: "tenant",
    label: "Tenant",
    value: ({ name }) => name,
    cell: ({ id, name, suspended }) => (
      <span className="flex items-center gap-2">
        <Link href={`/operator/tenants/${id}?tab=quotas`} className="font-medium group-hover:underline">
          {name}
        </Link>
        {suspended && <Badge tone="red">Suspended</Badge>}
      </span>
    ),
    always: true,
  },
  {
    key: "near",
    label: "Nearly used up",
    value: fullest,
    cell: ({ near }) =>
      near.length === 0 ? (
        <span className="text-muted">nothing</span>
      ) : (
        <span className="flex flex-col gap-1">
          {near.map((use) => (
            <Near key={use.key} use={use} />
          ))}
        </span>
      ),
  },
  {
    key: "own",
    label: "Limits of its own",
    value: ({ ownLimits }) => ownLimits.map((key) => limitLooks[key].label).join(", ") || null,
    cell: ({ ownLimits }) => ownLimits.map((key) => limitLooks[key].label).join(", ") || "–",
  },
  {
    key: "cost",
    label: "Cost so far",
    value: ({ costUsd }) => costUsd,
    cell: ({ costUsd }) => <span title={`USD ${costUsd.toFixed(9)}`}>{formatUsd(costUsd)}</span>,
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

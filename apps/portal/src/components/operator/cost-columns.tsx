import type { CostGroup, CostRow } from "@annex/contract";
import Link from "next/link";
import { formatDate } from "@/format/time";
import { formatCount, formatShare, formatUsd } from "@/format/units";
import type { DataColumn } from "../ui/data-column";

// one place after the point, of less than one the first two digits
const gbSeconds = new Intl.NumberFormat("en", {
  ...{ maximumFractionDigits: 1, maximumSignificantDigits: 2 },
  roundingPriority: "morePrecision",
});

const day: DataColumn<CostRow> = {
  key: "day",
  label: "Day (UTC)",
  value: (row) => row.day,
  cell: ({ day }) => (day === null ? "–" : formatDate(day)),
  always: true,
};
const tenant: DataColumn<CostRow> = {
  key: "tenant",
  label: "Tenant",
  value: (row) => row.tenant,
  cell: (row) => (
    <Link href={`/operator/tenants/${row.tenantId}?range=30d`} className="font-medium group-hover:underline">
      {row.tenant}
    </Link>
  ),
  always: true,
};
const plan: DataColumn<CostRow> = { key: "plan", label: "Plan", value: (row) => row.plan };
const name: DataColumn<CostRow> = {
  key: "function",
  label: "Function",
  value: (row) => row.functionName,
  always: true,
};
const release: DataColumn<CostRow> = {
  key: "release",
  label: "Release",
  value: (row) => row.releaseNumber,
  cell: (row) => row.releaseNumber || "none reached",
  end: true,
};

/** What is left of the plan's price after what the cell costs. */
const margin = ({ planPriceUsd, costUsd }: CostRow) => (planPriceUsd === null ? null : planPriceUsd - costUsd);
const money: DataColumn<CostRow>[] = [
  {
    key: "price",
    label: "Plan price",
    value: ({ planPriceUsd }) => planPriceUsd,
    cell: ({ planPriceUsd }) => (planPriceUsd === null ? "–" : formatUsd(planPriceUsd)),
    end: true,
  },
  {
    key: "margin",
    label: "Margin",
    value: margin,
    cell: (row) => {
      const left = margin(row);
      if (left === null || row.planPriceUsd === null) return "–";
      const share = row.planPriceUsd === 0 ? null : formatShare(Math.abs(left) / row.planPriceUsd);
      return (
        <span className={left < 0 ? "text-red" : undefined} title={`USD ${left.toFixed(9)}`}>
          {left < 0 ? "−" : ""}
          {formatUsd(Math.abs(left))}
          {share && <span className="ml-1.5 text-xs text-muted">{share}</span>}
        </span>
      );
    },
    end: true,
  },
];

const groups: Readonly<Record<CostGroup, readonly DataColumn<CostRow>[]>> = {
  tenant: [tenant, plan],
  function: [tenant, name],
  release: [tenant, name, release],
  day: [day],
};

/** The columns of the showback; the CSV holds full numbers. */
export function costColumns(by: CostGroup, totalUsd: number): DataColumn<CostRow>[] {
  const share = ({ costUsd }: CostRow) => (totalUsd === 0 ? 0 : costUsd / totalUsd);
  return [
    ...groups[by],
    {
      key: "invocations",
      label: "Invocations",
      value: ({ invocations }) => invocations,
      cell: ({ invocations }) => <span title={invocations.toLocaleString("en")}>{formatCount(invocations)}</span>,
      end: true,
    },
    {
      key: "gbs",
      label: "GB-seconds",
      value: (row) => row.gbSeconds,
      cell: (row) => gbSeconds.format(row.gbSeconds),
      end: true,
    },
    {
      key: "cost",
      label: "Cost (USD)",
      value: ({ costUsd }) => costUsd,
      cell: ({ costUsd }) => <span title={`USD ${costUsd.toFixed(9)}`}>{formatUsd(costUsd)}</span>,
      end: true,
    },
    { key: "share", label: "Share", value: share, cell: (row) => formatShare(share(row)), end: true },
    ...(by === "tenant" ? money : []),
  ];
}

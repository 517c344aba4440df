import type { BilledUsage, ComparedCost } from "@annex/contract";
import Link from "next/link";
import { formatUsd } from "@/format/units";
import { Badge } from "../../ui/badge";
import type { DataColumn } from "../../ui/data-column";
import { signedUsd } from "../money";
import { Difference, differenceShare } from "./difference";

const usd = (value: number) => <span title={`USD ${value.toFixed(9)}`}>{signedUsd(value)}</span>;

const kinds = { known: null, untagged: "no tag", unknown: "not ours" } as const;

function Kind({ row: { kind } }: { row: ComparedCost }) {
  const word = kinds[kind];
  return word && <Badge tone={kind === "unknown" ? "amber" : "neutral"}>{word}</Badge>;
}

function TenantName({ row }: { row: ComparedCost }) {
  if (row.tenant === null) return <span className="text-muted">No tenant's tag</span>;
  if (row.tenantId === null) return <span className="font-mono text-xs">{row.tenant}</span>;
  return (
    <Link href={`/operator/tenants/${row.tenantId}?range=30d`} className="font-medium group-hover:underline">
      {row.tenant}
    </Link>
  );
}

const tenant: DataColumn<ComparedCost> = {
  key: "tenant",
  label: "Tenant",
  value: (row) => row.tenant,
  cell: (row) => (
    <span className="inline-flex items-center gap-2">
      <TenantName row={row} />
      {row.functionName === null && <Kind row={row} />}
    </span>
  ),
  always: true,
};
const functionName: DataColumn<ComparedCost> = {
  key: "function",
  label: "Function",
  value: (row) => row.functionName,
  cell: (row) =>
    row.functionName === null ? (
      "–"
    ) : (
      <span className="inline-flex items-center gap-2">
        {row.functionName}
        <Kind row={row} />
      </span>
    ),
  always: true,
};
const kind: DataColumn<ComparedCost> = {
  key: "kind",
  label: "Known by its tags",
  value: (row) => row.kind,
  csvOnly: true,
};

const money: readonly DataColumn<ComparedCost>[] = [
  {
    key: "estimate",
    label: "Estimate (USD)",
    value: (row) => row.estimateUsd,
    cell: (row) => usd(row.estimateUsd),
    end: true,
  },
  { key: "billed", label: "Billed (USD)", value: (row) => row.billedUsd, cell: (row) => usd(row.billedUsd), end: true },
  {
    key: "difference",
    label: "Difference (USD)",
    value: (row) => row.differenceUsd,
    cell: (row) => <Difference row={row} />,
    end: true,
  },
  {
    key: "share",
    label: "Of the estimate",
    value: (row) => row.differenceShare,
    cell: (row) => (row.differenceShare === null ? "–" : differenceShare(row.differenceShare)),
    end: true,
  },
  {
    key: "other",
    label: "Other usage (USD)",
    value: (row) => row.otherUsd,
    cell: (row) => usd(row.otherUsd),
    end: true,
  },
];

/** The comparison's columns. CSV holds full numbers and the words in full. */
export const billColumns: Readonly<Record<"tenant" | "function", readonly DataColumn<ComparedCost>[]>> = {
  tenant: [tenant, ...money, kind],
  function: [tenant, functionName, ...money, kind],
};

const amounts = new Intl.NumberFormat("en", { maximumFractionDigits: 3 });

/** What the bill is made of. */
export const usageColumns: readonly DataColumn<BilledUsage>[] = [
  { key: "service", label: "Service", value: (row) => row.service, always: true },
  {
    key: "usage",
    label: "Usage type",
    value: (row) => row.usageType,
    cell: (row) => <span className="font-mono text-xs">{row.usageType || "–"}</span>,
    always: true,
  },
  { key: "line", label: "Line type", value: (row) => row.lineType },
  {
    key: "compared",
    label: "Compared",
    value: (row) => (row.isEstimated ? "yes" : "no"),
    cell: (row) => (row.isEstimated ? <Badge tone="green">yes</Badge> : "no"),
  },
  { key: "amount", label: "Amount", value: (row) => row.amount, cell: (row) => amounts.format(row.amount), end: true },
  { key: "billed", label: "Billed (USD)", value: (row) => row.billedUsd, cell: (row) => usd(row.billedUsd), end: true },
  {
    key: "untagged",
    label: "Without a tenant's tag (USD)",
    value: (row) => row.untaggedUsd,
    cell: (row) => (row.untaggedUsd === 0 ? formatUsd(0) : usd(row.untaggedUsd)),
    end: true,
  },
];

import type { ComparedCost, CostRow } from "@annex/contract";
import type { Billed } from "./read-bill.ts";

interface NamedTenant {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
}

interface Sides {
  readonly by: "tenant" | "function";
  readonly estimated: readonly CostRow[];
  readonly bill: readonly Billed[];
  readonly tenants: readonly NamedTenant[];
  /** Every function that there is, with its tenant's ID. */
  readonly functions: readonly { readonly tenantId: string; readonly name: string }[];
}

type Row = Omit<ComparedCost, "differenceUsd" | "differenceShare">;

/** What a tag names; a tag that names nothing the platform has is `unknown`. */
function rowOfBill(
  { tenantTag, functionTag, billedUsd, otherUsd }: Billed,
  by: Sides["by"],
  bySlug: ReadonlyMap<string, NamedTenant>,
  functions: ReadonlySet<string>,
): Row {
  const tenant = bySlug.get(tenantTag);
  const isKnown = tenant !== undefined && (by === "tenant" || functions.has(`${tenant.id} ${functionTag}`));
  const untagged = tenantTag === "" || (by === "function" && functionTag === "");
  return {
    key: ["bill", tenantTag, functionTag ?? ""].join(" "),
    kind: untagged ? "untagged" : isKnown ? "known" : "unknown",
    tenantId: tenant?.id ?? null,
    tenant: tenant?.name ?? (tenantTag || null),
    functionName: functionTag || null,
    ...{ estimateUsd: 0, billedUsd, otherUsd },
  };
}

function rowOfEstimate({ key, tenantId, tenant, functionName, costUsd }: CostRow): Row {
  const amounts = { estimateUsd: costUsd, billedUsd: 0, otherUsd: 0 };
  return { key: `estimate ${key}`, kind: "known", tenantId, tenant, functionName, ...amounts };
}

function compared(row: Row): ComparedCost {
  const differenceUsd = row.billedUsd - row.estimateUsd;
  return { ...row, differenceUsd, differenceShare: row.estimateUsd === 0 ? null : differenceUsd / row.estimateUsd };
}

/** Each estimate with the bill of the same tenant or function, then what only the bill has; the dearest first. */
export function laidBeside({ by, estimated, bill, tenants, functions }: Sides): ComparedCost[] {
  const bySlug = new Map(tenants.map((tenant) => [tenant.slug, tenant]));
  const named = new Set(functions.map(({ tenantId, name }) => `${tenantId} ${name}`));
  const nameOf = (row: Row) => [row.tenantId, row.functionName ?? ""].join(" ");
  const rows = new Map<string, Row>();
  for (const estimate of estimated.map(rowOfEstimate)) {
    // two deleted functions of a tenant have one name: each stays a row of its own
    const name = rows.has(nameOf(estimate)) ? estimate.key : nameOf(estimate);
    rows.set(name, estimate);
  }
  for (const found of bill.map((billed) => rowOfBill(billed, by, bySlug, named))) {
    const known = found.tenantId === null || found.kind === "untagged" ? undefined : rows.get(nameOf(found));
    const { billedUsd, otherUsd } = found;
    if (known) rows.set(nameOf(found), { ...known, billedUsd, otherUsd });
    else rows.set(found.key, found);
  }
  const dearest = ({ billedUsd, estimateUsd }: Row) => Math.max(billedUsd, estimateUsd);
  return [...rows.values()].map(compared).toSorted((a, b) => dearest(b) - dearest(a));
}

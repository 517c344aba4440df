import type { TenantSummary } from "@annex/contract";
import type { Prisma } from "@annex/db";
import type { MetricsRow } from "../metrics/metrics.ts";

export const tenantInclude = {
  cell: { select: { name: true } },
  _count: { select: { functions: { where: { deletedAt: null } } } },
} as const satisfies Prisma.TenantInclude;

type Row = Prisma.TenantGetPayload<{ include: typeof tenantInclude }>;

export function toTenantSummary(row: Row, metrics: MetricsRow): TenantSummary {
  const { id, slug, name, status, suspendedReason } = row;
  const createdAt = row.createdAt.toISOString();
  return {
    id,
    slug,
    name,
    status,
    suspendedReason,
    suspendedAt: row.suspendedAt?.toISOString() ?? null,
    removeAt: row.removeAt?.toISOString() ?? null,
    cell: row.cell.name,
    functions: row._count.functions,
    createdAt,
    ...metrics,
  };
}

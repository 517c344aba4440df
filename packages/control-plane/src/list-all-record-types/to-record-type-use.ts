import { type RecordTypeUse, recordTypeUseSchema } from "@annex/contract";
import type { Prisma } from "@annex/db";

export const recordTypeInclude = {
  extensionPoints: { select: { key: true }, orderBy: { key: "asc" } },
  _count: { select: { records: true } },
} as const satisfies Prisma.RecordTypeInclude;

/** A row with what hangs on it, as the operators see it. */
export function toRecordTypeUse(
  row: Prisma.RecordTypeGetPayload<{ include: typeof recordTypeInclude }>,
): RecordTypeUse {
  const extensionPoints = row.extensionPoints.map(({ key }) => key);
  return recordTypeUseSchema.parse({ ...row, records: row._count.records, extensionPoints });
}

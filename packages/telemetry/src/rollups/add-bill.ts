import { Prisma, type Tx } from "@annex/db";
import { resumWindows } from "./keep-windows.ts";

/** What became known of an invocation after its row was taken into the rollups. */
export interface LateBill {
  readonly tenantId: string;
  readonly functionId: string;
  readonly releaseNumber: number | null;
  readonly startedAt: Date;
  readonly billedMs: number;
  readonly memoryMb: number;
  readonly maxMemoryMb: number | null;
  readonly coldStarts: 0 | 1;
  readonly costPicoUsd: number;
}

const zero = Prisma.sql`'00000000-0000-0000-0000-000000000000'::uuid`;

/**
 * Adds to the twelve rollups and the month of an invocation that is counted there already what it turned out to cost.
 * The caller holds the lock on `rollup_cursor`, so that no fold is under way.
 */
export async function addBill(tx: Pick<Tx, "$executeRaw" | "$queryRaw">, bill: LateBill): Promise<void> {
  const { tenantId, functionId, startedAt, billedMs, memoryMb, maxMemoryMb, coldStarts, costPicoUsd } = bill;
  const release = bill.releaseNumber ?? 0;
  await tx.$executeRaw`
    UPDATE rollups r SET billed_ms = r.billed_ms + ${billedMs}::bigint, billed_mb_ms = r.billed_mb_ms + ${billedMs * memoryMb}::bigint,
      cold_starts = r.cold_starts + ${coldStarts}::bigint, cost_pico_usd = r.cost_pico_usd + ${costPicoUsd}::bigint,
      memory_mb = greatest(r.memory_mb, ${memoryMb}::int), max_memory_mb = greatest(r.max_memory_mb, ${maxMemoryMb}::int)
    FROM unnest(ARRAY[60, 3600, 86400, 604800]) AS level (seconds), (VALUES
      ('function'::rollup_scope, ${tenantId}::uuid, ${functionId}::uuid, ${release}::int),
      ('tenant', ${tenantId}::uuid, ${zero}, 0), ('platform', ${zero}, ${zero}, 0)) AS place (scope, tenant_id, function_id, release_number)
    WHERE r.scope = place.scope AND r.bucket_seconds = level.seconds AND r.tenant_id = place.tenant_id
      AND r.function_id = place.function_id AND r.release_number = place.release_number
      AND r.bucket_at = date_bin(make_interval(secs => level.seconds), date_trunc('minute', ${startedAt}::timestamptz, 'UTC'), '1970-01-01Z')`;
  await tx.$executeRaw`
    UPDATE month_costs SET billed_mb_ms = billed_mb_ms + ${billedMs * memoryMb}::bigint, cost_pico_usd = cost_pico_usd + ${costPicoUsd}::bigint
    WHERE month = date_trunc('month', ${startedAt}::timestamptz, 'UTC') AT TIME ZONE 'UTC' AND tenant_id = ${tenantId}::uuid
      AND function_id = ${functionId}::uuid AND release_number = ${release}::int`;
  await resumWindows(tx, tenantId, startedAt);
}

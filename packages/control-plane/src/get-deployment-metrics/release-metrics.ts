import type { ReleaseMetrics } from "@annex/contract";
import type { Tx } from "@annex/db";
import { z } from "zod";

const rowSchema = z.object({ invocations: z.number(), errors: z.number(), p95: z.number().nullable() });

interface ReleaseSince {
  readonly functionId: string;
  readonly releaseNumber: number;
  readonly since: Date;
}

/**
 * What the ledger says of one release: what was throttled or failed on the platform's side says nothing of it and does
 * not count. Durations are the function's own.
 */
export async function releaseMetrics(
  tx: Pick<Tx, "$queryRaw">,
  { functionId, releaseNumber, since }: ReleaseSince,
): Promise<ReleaseMetrics> {
  const rows = await tx.$queryRaw`
    SELECT count(*)::int AS invocations,
      (count(*) FILTER (WHERE outcome <> 'success'))::int AS errors,
      percentile_cont(0.95) WITHIN GROUP (ORDER BY coalesce(function_ms, total_ms)) AS p95
    FROM invocations
    WHERE function_id = ${functionId}::uuid AND release_number = ${releaseNumber}::int AND started_at >= ${since}
      AND outcome NOT IN ('throttled', 'platform_error')`;
  const [row = { invocations: 0, errors: 0, p95: null }] = z.array(rowSchema).parse(rows);
  const { invocations, errors, p95: p95Ms } = row;
  return { releaseNumber, invocations, errors, errorRate: invocations === 0 ? 0 : errors / invocations, p95Ms };
}

import { type ErrorGroup, errorClassSchema, type TimeRange } from "@annex/contract";
import type { Tx } from "@annex/db";
import { z } from "zod";
import { rangeCuts, windowStart } from "../rollups/range-window.ts";
import { emptySparkline } from "../rollups/read-sparklines.ts";

/** More groups than this nobody reads; the most frequent ones are told. */
const mostGroups = 50;

const groupRow = z.object({ fingerprint: z.string(), count: z.number(), buckets: z.array(z.number()) });
const seenRow = z.object({ startedAt: z.date(), releaseNumber: z.number().nullable() });

async function groupsOf(tx: Pick<Tx, "$queryRaw">, functionId: string, from: Date, bucketSeconds: number) {
  const rows = await tx.$queryRaw`
    SELECT error_fingerprint AS fingerprint, count(*)::int AS count,
      array_agg(floor((extract(epoch FROM started_at) - ${from.getTime() / 1000}::float8) / ${bucketSeconds}::int)::int) AS buckets
    FROM invocations
    WHERE function_id = ${functionId}::uuid AND error_fingerprint IS NOT NULL AND started_at >= ${from}
    GROUP BY 1 ORDER BY 2 DESC LIMIT ${mostGroups}`;
  return z.array(groupRow).parse(rows);
}

/** The function's failures of the range by kind and place, the most frequent first. */
export async function listErrorGroups(
  tx: Pick<Tx, "$queryRaw" | "invocation">,
  functionId: string,
  range: TimeRange,
  now = new Date(),
): Promise<ErrorGroup[]> {
  const from = windowStart(range, now);
  const found = await groupsOf(tx, functionId, from, rangeCuts[range].sparkBucket);
  const groups: ErrorGroup[] = [];
  for (const { fingerprint, count, buckets } of found) {
    const where = { functionId, errorFingerprint: fingerprint };
    const last = await tx.invocation.findFirst({ where, orderBy: { startedAt: "desc" } });
    const select = { startedAt: true, releaseNumber: true };
    const first = seenRow
      .nullable()
      .parse(await tx.invocation.findFirst({ where, orderBy: { startedAt: "asc" }, select }));
    if (!last || !first) continue;
    const sparkline = emptySparkline(range, now);
    for (const bucket of buckets) if (bucket < sparkline.length) sparkline[bucket] = (sparkline[bucket] ?? 0) + 1;
    groups.push({
      fingerprint,
      errorClass: errorClassSchema.parse(last.errorClass),
      errorType: last.errorType ?? "Error",
      errorMessage: last.errorMessage ?? "",
      errorStack: last.errorStack,
      count,
      firstSeen: first.startedAt.toISOString(),
      lastSeen: last.startedAt.toISOString(),
      firstRelease: first.releaseNumber,
      lastRelease: last.releaseNumber,
      sampleInvocationId: last.id,
      sparkline,
    });
  }
  return groups;
}

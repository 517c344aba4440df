import type { TimeRange } from "@annex/contract";
import type { Tx } from "@annex/db";
import { z } from "zod";
import { rangeCuts, windowStart } from "./range-window.ts";
import { rollupGroup, rollupWhere, type TotalsQuery } from "./rollup-where.ts";

const day = 86_400;
const rowSchema = z.object({ id: z.string(), line: z.array(z.tuple([z.number(), z.number()])) });

/** How many invocations each bucket of the range had, oldest first, of each group that had one. */
export async function readSparklines(
  tx: Pick<Tx, "$queryRaw">,
  range: TimeRange,
  query: Omit<TotalsQuery, "from" | "to" | "source">,
  now = new Date(),
): Promise<Map<string, number[]>> {
  const { sparkBucket, totalsFrom } = rangeCuts[range];
  const source = sparkBucket < totalsFrom ? day : totalsFrom;
  const from = windowStart(range, now);
  const full = { ...query, from, source };
  const rows = await tx.$queryRaw`
    SELECT id::text, json_agg(json_build_array(at, invocations)) AS line FROM (
      SELECT ${rollupGroup(query.by)} AS id,
        floor((extract(epoch FROM bucket_at) - ${from.getTime() / 1000}::float8) / ${sparkBucket}::int)::int AS at,
        sum(invocations)::float8 AS invocations
      FROM rollups WHERE ${rollupWhere(full)} GROUP BY 1, 2) AS points
    GROUP BY id`;
  const found = new Map<string, number[]>();
  for (const { id, line } of z.array(rowSchema).parse(rows)) {
    const counts = emptySparkline(range, now);
    for (const [at, invocations] of line) if (at < counts.length) counts[at] = invocations;
    found.set(id, counts);
  }
  return found;
}

/** A range in which nothing happened. */
export function emptySparkline(range: TimeRange, now = new Date()): number[] {
  const { sparkBucket } = rangeCuts[range];
  const seconds = (now.getTime() - windowStart(range, now).getTime()) / 1000;
  return new Array<number>(Math.floor(seconds / sparkBucket) + 1).fill(0);
}

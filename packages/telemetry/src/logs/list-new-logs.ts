import type { LogFilter, LogLine } from "@annex/contract";
import { Prisma, type Tx } from "@annex/db";
import { z } from "zod";
import { plainWhere, textWhere, toConditions } from "./log-where.ts";
import { lineColumns, lineRowSchema, toLogLines } from "./to-log-lines.ts";

export interface NewLogs {
  /** Oldest first. */
  readonly lines: LogLine[];
  /** Every line up to this ID was looked at. */
  readonly seenTo: bigint;
  /** More lines than `most` came: the ones after `seenTo` come with the next call. */
  readonly hasMore: boolean;
}

const spanRow = z.object({ last: z.bigint().nullable(), looked: z.number() });

/**
 * The tenant's lines written after the one with ID `after` that a filter lets through. IDs of a tenant become visible
 * in ascending order (`record-lines.ts`), so that going on from `seenTo` misses none. Looks at `most` lines at a time.
 */
export async function listNewLogs(
  tx: Pick<Tx, "function" | "$queryRaw">,
  filter: LogFilter,
  after: bigint,
  most = 1000,
): Promise<NewLogs> {
  const of = await toConditions(tx, filter);
  const spans = await tx.$queryRaw`
    SELECT max(id) AS last, count(*)::int AS looked FROM (
      SELECT id FROM log_lines WHERE tenant_id = annex_tenant() AND id > ${after}::bigint ORDER BY id LIMIT ${most}::int) AS next`;
  const span = z.array(spanRow).parse(spans)[0];
  if (!span || span.last === null) return { lines: [], seenTo: after, hasMore: false };
  const rows = await tx.$queryRaw`
    SELECT ${lineColumns} FROM log_lines
    WHERE tenant_id = annex_tenant() AND id > ${after}::bigint AND id <= ${span.last}::bigint
      AND ${plainWhere(of)} AND ${textWhere(of) ?? Prisma.sql`true`} ORDER BY id`;
  const lines = await toLogLines(tx, z.array(lineRowSchema).parse(rows));
  return { lines, seenTo: span.last, hasMore: span.looked === most };
}

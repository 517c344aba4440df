import { type LogExportQuery, type LogLine, logQuerySchema, mostExportedLines } from "@annex/contract";
import type { TenantDb } from "@annex/db";
import { listLogs } from "./list-logs.ts";

const perRead = 500;

/** The lines of a search, newest first, a page at a time; at most `mostExportedLines`. No transaction spans two pages. */
export async function* exportLogs(db: TenantDb, query: LogExportQuery): AsyncGenerator<LogLine[]> {
  const { tenant: _, ...filter } = query;
  let cursor: string | undefined;
  for (let count = 0; count < mostExportedLines; count += perRead) {
    const page = await db.run((tx) => listLogs(tx, logQuerySchema.parse({ ...filter, limit: perRead, cursor })));
    yield page.items;
    if (page.nextCursor === null) return;
    cursor = page.nextCursor;
  }
}

import { AppError, type LogPage, type LogQuery } from "@annex/contract";
import { Prisma, readCursor, type Tx, toCursor } from "@annex/db";
import { z } from "zod";
import { rangeStart } from "../range-start.ts";
import { type LogConditions, plainWhere, textWhere, toConditions } from "./log-where.ts";
import { type LineRow, lineColumns, lineRowSchema, toLogLines } from "./to-log-lines.ts";

type LogTx = Pick<Tx, "function" | "$queryRaw" | "$executeRaw">;

const cursorSchema = z.tuple([z.coerce.date(), z.coerce.bigint()]);
type Cursor = z.output<typeof cursorSchema>;

interface Span {
  readonly from: Date;
  readonly to: Date;
  readonly before: Cursor | null;
}

/** A text that is in one of a hundred lines is found within these; what is rarer is found by index. */
const walkedFirst = 20_000;
/** LIKE with fewer characters finds nothing by index. */
const shortestIndexed = 3;
const mostSearchMs = 8000;

const rowsSchema = z.array(lineRowSchema);
const walkedSchema = z.array(lineRowSchema.extend({ looked: z.number() }));
const order = Prisma.sql`ORDER BY at DESC, id DESC`;

function spanWhere({ from, to, before }: Span): Prisma.Sql {
  const span = Prisma.sql`at >= ${from} AND at < ${to}`;
  return before ? Prisma.sql`${span} AND (at, id) < (${before[0]}, ${before[1]}::bigint)` : span;
}

/** The newest lines of the span that the conditions other than text meet, and of them those that hold the text. */
async function walk(tx: LogTx, of: LogConditions, span: Span, text: Prisma.Sql, most: number) {
  const rows = await tx.$queryRaw`
    WITH recent AS MATERIALIZED (
      SELECT * FROM log_lines WHERE ${plainWhere(of)} AND ${spanWhere(span)} ${order} LIMIT ${walkedFirst}::int)
    SELECT ${lineColumns}, (SELECT count(*)::int FROM recent) AS looked FROM recent WHERE ${text} ${order} LIMIT ${most}::int`;
  return walkedSchema.parse(rows);
}

async function countRecent(tx: LogTx, of: LogConditions, span: Span): Promise<number> {
  const rows = await tx.$queryRaw`SELECT count(*)::int AS n FROM (
    SELECT 1 FROM log_lines WHERE ${plainWhere(of)} AND ${spanWhere(span)} LIMIT ${walkedFirst}::int) AS recent`;
  return z.array(z.object({ n: z.number() })).parse(rows)[0]?.n ?? 0;
}

async function readIndexed(tx: LogTx, of: LogConditions, { from, to, before }: Span, most: number): Promise<LineRow[]> {
  const [beforeAt, beforeId] = before ?? [null, null];
  const also =
    of.alsoNeedle === null
      ? Prisma.sql`true`
      : Prisma.sql`message || coalesce(fields::text, '') ILIKE ${of.alsoNeedle}`;
  const functionIds = of.functionIds === null ? null : [...of.functionIds];
  const rows = await tx.$queryRaw`
    SELECT ${lineColumns} FROM annex_log_lines_with(${of.needle}, ${from}, ${to}, ${beforeAt}, ${beforeId}::bigint, ${of.level},
      ${of.source}::log_source, ${functionIds}::uuid[], ${of.release}::int, ${of.correlationId}, ${of.requestId},
      ${of.fields}::jsonb, ${of.alsoNeedle === null ? most : null}::int)
    WHERE ${also} ${order} LIMIT ${most}::int`;
  return rowsSchema.parse(rows);
}

async function readWalking(tx: LogTx, of: LogConditions, span: Span, most: number): Promise<LineRow[]> {
  const text = textWhere(of) ?? Prisma.sql`true`;
  const rows = await tx.$queryRaw`
    SELECT ${lineColumns} FROM log_lines WHERE ${plainWhere(of)} AND ${text} AND ${spanWhere(span)} ${order} LIMIT ${most}::int`;
  return rowsSchema.parse(rows);
}

/** Walks back by time first, which finds what is common; then asks the index, which finds what is rare (decision 081). */
async function readRows(tx: LogTx, of: LogConditions, span: Span, most: number): Promise<LineRow[]> {
  const text = textWhere(of);
  if (text === null) return readWalking(tx, of, span, most);
  const found = await walk(tx, of, span, text, most);
  if (found.length === most) return found;
  const looked = found[0]?.looked ?? (await countRecent(tx, of, span));
  if (looked < walkedFirst) return found;
  const isIndexed = of.needle !== null && of.needle.length >= shortestIndexed + 2;
  return isIndexed ? readIndexed(tx, of, span, most) : readWalking(tx, of, span, most);
}

function tooSlow(error: unknown): unknown {
  const isTimeout = error instanceof Error && /statement timeout/.test(`${error.message} ${String(error.cause)}`);
  if (!isTimeout) return error;
  const message = "The search took more than eight seconds and was ended. Narrow it by time, function or level.";
  return new AppError("unavailable", message, { cause: error });
}

async function newestId(tx: LogTx): Promise<string> {
  const rows =
    await tx.$queryRaw`SELECT coalesce(max(id), 0)::text AS id FROM log_lines WHERE tenant_id = annex_tenant()`;
  return z.array(z.object({ id: z.string() })).parse(rows)[0]?.id ?? "0";
}

/**
 * The tenant's log lines, newest first.
 * @throws AppError `invalid_request` for a cursor of no page; `unavailable` where the search takes too long.
 */
export async function listLogs(tx: LogTx, query: LogQuery): Promise<LogPage> {
  await tx.$executeRaw`SELECT set_config('statement_timeout', ${String(mostSearchMs)}, true)`;
  const tail = await newestId(tx); // before the lines: what comes between is told twice rather than never
  const before = query.cursor ? readCursor(cursorSchema, query.cursor) : null;
  const from = query.from === undefined ? rangeStart(query.range) : new Date(query.from);
  const to = query.to === undefined ? new Date(Date.now() + 60_000) : new Date(query.to); // a cell's clock may be ahead
  const conditions = await toConditions(tx, query);
  const rows = await readRows(tx, conditions, { from, to, before }, query.limit + 1).catch((error: unknown) => {
    throw tooSlow(error);
  });
  const shown = rows.slice(0, query.limit);
  const last = rows.length > query.limit ? shown.at(-1) : undefined;
  const nextCursor = last ? toCursor(last.at.toISOString(), last.id) : null;
  return { items: await toLogLines(tx, shown), nextCursor, newestId: tail };
}

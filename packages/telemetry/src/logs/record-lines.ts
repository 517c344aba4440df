import { type LogLevel, type LogSource, logsChannel } from "@annex/contract";
import type { Tx } from "@annex/db";
import { storable, storableText } from "../storable.ts";

/** A line before it is written. `eventId` makes writing it again harmless. */
export interface LogEntry {
  readonly eventId: string;
  readonly functionId: string | null;
  readonly requestId: string | null;
  readonly correlationId: string | null;
  readonly releaseNumber: number | null;
  readonly level: LogLevel;
  readonly message: string;
  readonly fields: Readonly<Record<string, unknown>> | null;
  readonly source: LogSource;
  readonly at: Date;
}

const longestMessage = 65_536;
const lockSpace = 72_707_371;

function shorten(message: string): string {
  return message.length <= longestMessage ? message : `${message.slice(0, longestMessage)}… (cut)`;
}

function toJson({ message, fields, at, ...rest }: LogEntry) {
  const text = storableText(shorten(message));
  return { ...rest, message: text, fields: fields && storable(fields), at: at.toISOString() };
}

/**
 * Writes a tenant's lines in its transaction and tells who watches; returns how many were new. The lock makes their IDs
 * visible in ascending order, so that a tail that goes on after an ID misses nothing. It is held to the end of the
 * transaction: do nothing else in it.
 */
export async function recordLines(tx: Tx, tenantId: string, entries: readonly LogEntry[]): Promise<number> {
  if (entries.length === 0) return 0;
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${lockSpace}::int, hashtext(${tenantId}))`;
  const count = await tx.$executeRaw`
    INSERT INTO log_lines (tenant_id, event_id, function_id, request_id, correlation_id, release_number, level, message, fields, source, at)
    SELECT ${tenantId}::uuid, "eventId", "functionId", "requestId", "correlationId", "releaseNumber", level, message, fields, source, at
    FROM jsonb_to_recordset(${JSON.stringify(entries.map(toJson))}::jsonb) AS entry (
      "eventId" text, "functionId" uuid, "requestId" text, "correlationId" text, "releaseNumber" int, level text,
      message text, fields jsonb, source log_source, at timestamptz)
    ON CONFLICT DO NOTHING`;
  if (count > 0) await tx.$executeRaw`SELECT pg_notify(${logsChannel}, ${tenantId})`;
  return count;
}

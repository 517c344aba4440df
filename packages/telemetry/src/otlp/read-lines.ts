import { jsonSchema } from "@annex/contract";
import type { PrismaClient } from "@annex/db";
import { z } from "zod";
import type { OtlpBatch } from "./otlp-queue.ts";
import { type Attributes, scope, toAttributes, toNanos } from "./otlp-values.ts";

const rowSchema = z.object({
  id: z.bigint(),
  tenant: z.string(),
  functionName: z.string().nullable(),
  requestId: z.string().nullable(),
  correlationId: z.string().nullable(),
  releaseNumber: z.number().nullable(),
  level: z.string(),
  message: z.string(),
  source: z.string(),
  fields: z.record(z.string(), jsonSchema).nullable(),
  at: z.date(),
  traceId: z.string().nullable(),
  spanId: z.string().nullable(),
});
type LineRow = z.output<typeof rowSchema>;

/** Severity numbers of opentelemetry/proto/logs/v1/logs.proto. */
const severities: Readonly<Record<string, number>> = {
  trace: 1,
  debug: 5,
  info: 9,
  platform: 9,
  warn: 13,
  error: 17,
  fatal: 21,
};

function toRecord(row: LineRow) {
  const { at, level, message, traceId, spanId, fields } = row;
  const own = Object.entries(fields ?? {}).map(([name, value]): [string, string | number | boolean | null] => [
    `annex.field.${name}`,
    typeof value === "object" ? JSON.stringify(value) : value,
  ]);
  const attributes = {
    "annex.tenant": row.tenant,
    "annex.function": row.functionName,
    "annex.release": row.releaseNumber,
    "annex.correlation_id": row.correlationId,
    "annex.source": row.source,
    "faas.invocation_id": row.requestId,
    ...Object.fromEntries(own),
  };
  return {
    timeUnixNano: toNanos(at.getTime()),
    severityNumber: severities[level] ?? 0,
    severityText: level,
    body: { stringValue: message },
    attributes: toAttributes(attributes),
    ...(traceId === null ? {} : { traceId }),
    ...(spanId === null ? {} : { spanId }),
  };
}

interface LinesWanted {
  /** Of the last line that was sent. */
  readonly position: bigint;
  /** Of the last line that certainly has all those before it. */
  readonly upTo: bigint;
  readonly most: number;
  readonly resource: Attributes;
}

/**
 * The lines after `position` in the order of their IDs, each with the trace and span that the ledger knows: by its
 * request, else, for lines of the platform, by its correlation ID.
 */
export async function readLines(
  operator: PrismaClient,
  { position, upTo, most, resource }: LinesWanted,
): Promise<OtlpBatch> {
  const rows = z.array(rowSchema).parse(
    await operator.$queryRaw`
      SELECT l.id, coalesce(t.slug, l.tenant_id::text) AS tenant, f.name AS "functionName", l.request_id AS "requestId",
        l.correlation_id AS "correlationId", l.release_number AS "releaseNumber", l.level, l.message, l.source::text,
        l.fields, l.at, coalesce(own.trace_id, beside.trace_id) AS "traceId", own.span_id AS "spanId"
      FROM (SELECT * FROM log_lines WHERE id > ${position} AND id <= ${upTo} ORDER BY id LIMIT ${most}::int) AS l
      LEFT JOIN tenants t ON t.id = l.tenant_id LEFT JOIN functions f ON f.id = l.function_id
      LEFT JOIN LATERAL (SELECT trace_id, span_id FROM invocations WHERE request_id = l.request_id
        AND tenant_id = l.tenant_id AND trace_id IS NOT NULL LIMIT 1) AS own ON true
      LEFT JOIN LATERAL (SELECT trace_id FROM invocations WHERE own.trace_id IS NULL AND correlation_id = l.correlation_id
        AND tenant_id = l.tenant_id AND trace_id IS NOT NULL LIMIT 1) AS beside ON true
      ORDER BY l.id`,
  );
  const logRecords = rows.map(toRecord);
  const newest = rows.reduce<Date | null>((latest, { at }) => (latest && latest > at ? latest : at), null);
  return {
    count: rows.length,
    newestAt: newest,
    next: rows.length >= most ? (rows.at(-1)?.id ?? position) : upTo > position ? upTo : position,
    body: { resourceLogs: [{ resource: { attributes: toAttributes(resource) }, scopeLogs: [{ scope, logRecords }] }] },
  };
}

const idSchema = z.array(z.object({ id: z.bigint() }));

/** Of the line that was given an ID last. */
export async function newestLineId(operator: PrismaClient): Promise<bigint> {
  const rows = await operator.$queryRaw`SELECT coalesce(max(id), 0)::bigint AS id FROM log_lines`;
  return idSchema.parse(rows)[0]?.id ?? 0n;
}

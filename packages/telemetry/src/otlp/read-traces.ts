import type { PrismaClient } from "@annex/db";
import { z } from "zod";
import type { OtlpBatch } from "./otlp-queue.ts";
import type { Attributes } from "./otlp-values.ts";
import { traceRequest } from "./trace-spans.ts";

const text = z.string();
const number = z.number().nullable();
const rowSchema = z.object({
  ...{ id: text, tenant: text, traceId: text, spanId: text, parentSpanId: text.nullable(), correlationId: text },
  ...{ requestId: text.nullable(), functionName: text, releaseNumber: number, extensionPointKey: text.nullable() },
  ...{ caller: text, trigger: text, attempt: number, outcome: text, errorClass: text.nullable() },
  ...{ errorType: text.nullable(), errorMessage: text.nullable(), startedAt: z.date(), totalMs: z.number() },
  ...{ functionMs: number, billedMs: number, initMs: number, memoryMb: number, maxMemoryMb: number },
  ...{ costUsd: z.number(), steps: z.record(text, z.number()), xid: z.bigint() },
});
const horizonSchema = z.array(z.object({ horizon: z.bigint() }));

/** Below it no transaction is open any more: whatever it wrote can be seen (as the rollups do it, decision 080). */
export async function openHorizon(operator: Pick<PrismaClient, "$queryRaw">): Promise<bigint> {
  const rows = await operator.$queryRaw`SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS horizon`;
  return horizonSchema.parse(rows)[0]?.horizon ?? 0n;
}

/** The rows of the ledger that are in a trace, from a transaction on: about `most`, and of the last transaction all. */
export async function readTraces(
  operator: PrismaClient,
  { position, most, resource }: { readonly position: bigint; readonly most: number; readonly resource: Attributes },
): Promise<OtlpBatch> {
  const horizon = await openHorizon(operator);
  const rows = z.array(rowSchema).parse(
    await operator.$queryRaw`
      SELECT i.id, coalesce(t.slug, i.tenant_id::text) AS tenant, trace_id AS "traceId", span_id AS "spanId",
        parent_span_id AS "parentSpanId", correlation_id AS "correlationId", request_id AS "requestId",
        function_name AS "functionName", release_number AS "releaseNumber", extension_point_key AS "extensionPointKey",
        caller, "trigger"::text, attempt, outcome::text, error_class::text AS "errorClass", error_type AS "errorType",
        error_message AS "errorMessage", started_at AS "startedAt", total_ms AS "totalMs", function_ms AS "functionMs",
        billed_ms AS "billedMs", init_ms AS "initMs", memory_mb AS "memoryMb", max_memory_mb AS "maxMemoryMb",
        cost_pico_usd::float8 / 1e12 AS "costUsd", steps, recorded_xid::text::bigint AS xid
      FROM invocations i LEFT JOIN tenants t ON t.id = i.tenant_id
      WHERE recorded_xid >= ${String(position)}::text::xid8 AND recorded_xid < ${String(horizon)}::text::xid8
        AND trace_id IS NOT NULL AND span_id IS NOT NULL
      ORDER BY recorded_xid FETCH FIRST (${most}::int) ROWS WITH TIES`,
  );
  const last = rows.at(-1);
  const newestAt = rows.reduce<Date | null>(
    (newest, { startedAt }) => (newest && newest > startedAt ? newest : startedAt),
    null,
  );
  return {
    count: rows.length,
    newestAt,
    next: last && rows.length >= most ? last.xid + 1n : horizon,
    body: traceRequest(resource, rows),
  };
}

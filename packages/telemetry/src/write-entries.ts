import { invocationsChannel } from "@annex/contract";
import type { PlainStatement, Tx } from "@annex/db";
import type { LedgerEntry } from "./create-ledger.ts";
import { type LedgerRow, toRow } from "./ledger/to-row.ts";
import { arrayLiteral } from "./sql-array.ts";

interface Column {
  readonly name: string;
  /** What an element of the column's array is read as. */
  readonly type: string;
  readonly of: (row: LedgerRow) => string | number | null | undefined;
  /** How the column is made of the element, where it is not the element itself. */
  readonly expression?: string;
}

const columns: readonly Column[] = [
  { name: "id", type: "uuid", of: (row) => row.id },
  { name: "tenant_id", type: "uuid", of: (row) => row.tenantId },
  { name: "correlation_id", type: "text", of: (row) => row.correlationId },
  { name: "request_id", type: "text", of: (row) => row.requestId },
  { name: "function_id", type: "uuid", of: (row) => row.functionId },
  { name: "function_name", type: "text", of: (row) => row.functionName },
  { name: "release_number", type: "int4", of: (row) => row.releaseNumber },
  { name: "extension_point_key", type: "text", of: (row) => row.extensionPointKey },
  { name: "caller", type: "text", of: (row) => row.caller },
  { name: "outcome", type: "invocation_outcome", of: (row) => row.outcome },
  { name: "error_class", type: "error_class", of: (row) => row.errorClass },
  { name: "error_type", type: "text", of: (row) => row.errorType },
  { name: "error_message", type: "text", of: (row) => row.errorMessage },
  {
    name: "error_stack",
    type: "text",
    of: ({ errorStack }) => (errorStack.length === 0 ? null : arrayLiteral(errorStack)),
    expression: "coalesce(error_stack::text[], '{}')",
  },
  { name: "error_fingerprint", type: "text", of: (row) => row.errorFingerprint },
  { name: "hops", type: "int4", of: (row) => row.hops },
  {
    name: "started_at",
    type: "float8",
    of: (row) => row.startedAt.getTime(),
    expression: "to_timestamp(started_at / 1000)",
  },
  { name: "total_ms", type: "float8", of: (row) => row.totalMs },
  { name: "function_ms", type: "float8", of: (row) => row.functionMs },
  { name: "billed_ms", type: "int4", of: (row) => row.billedMs },
  { name: "init_ms", type: "float8", of: (row) => row.initMs },
  { name: "memory_mb", type: "int4", of: (row) => row.memoryMb },
  { name: "max_memory_mb", type: "int4", of: (row) => row.maxMemoryMb },
  { name: "cost_pico_usd", type: "int8", of: (row) => row.costPicoUsd },
  { name: "steps", type: "json", of: (row) => JSON.stringify(row.steps) },
  { name: "trigger", type: "invocation_trigger", of: (row) => row.trigger },
  { name: "accepted_id", type: "uuid", of: (row) => row.acceptedId },
  { name: "attempt", type: "int4", of: (row) => row.attempt },
  { name: "trace_id", type: "text", of: (row) => row.traceId },
  { name: "span_id", type: "text", of: (row) => row.spanId },
  { name: "parent_span_id", type: "text", of: (row) => row.parentSpanId },
];

const names = columns.map(({ name }) => `"${name}"`).join(", ");
const text = `
  WITH written AS (
    INSERT INTO invocations (${names})
    SELECT ${columns.map(({ name, expression }) => expression ?? `"${name}"`).join(", ")}
    FROM unnest(${columns.map(({ type }, index) => `$${index + 1}::${type}[]`).join(", ")}) AS entry (${names})
    ON CONFLICT DO NOTHING)
  SELECT pg_notify('${invocationsChannel}', $${columns.length + 1})`;

/** A column of all rows as one parameter. Without a value in any row it is null: `unnest` fills it up. */
function columnOf(rows: readonly LedgerRow[], { of }: Column): string | null {
  const items = rows.map(of);
  return items.every((item) => item === null || item === undefined) ? null : arrayLiteral(items);
}

/**
 * What writes rows in their tenant's transaction, and tells the worker which functions have new log lines. An array for
 * each column: taking the same rows out of JSON cost PostgreSQL twice as much, and building them through the query
 * compiler was a fifth of the data plane's processor time. A row that is there already is left as it is.
 */
export function entryStatement(entries: readonly LedgerEntry[]): PlainStatement {
  const rows = entries.map(toRow);
  const functionIds = [...new Set(entries.map(({ functionId }) => functionId))].join(" ");
  return {
    name: "annex_write_entries",
    text,
    values: [...columns.map((column) => columnOf(rows, column)), functionIds],
  };
}

/** Writes rows beside what else the transaction does. */
export async function writeEntries(tx: Tx, entries: readonly LedgerEntry[]): Promise<void> {
  const { values } = entryStatement(entries);
  await tx.$executeRawUnsafe(text, ...values);
}

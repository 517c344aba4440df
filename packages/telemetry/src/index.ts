export { costOf, pricesOf } from "./cost/cost-of.ts";
export { priceLists } from "./cost/lambda-prices.ts";
export { createLedger, type Ledger, type LedgerEntry, toWritable } from "./create-ledger.ts";
export { listErrorGroups } from "./errors/list-error-groups.ts";
export { getInvocation } from "./invocations/get-invocation.ts";
export { listInvocations, toInvocation } from "./invocations/list-invocations.ts";
export { createLineWriter, type LineWriter } from "./logs/create-line-writer.ts";
export { exportLogs } from "./logs/export-logs.ts";
export { listLogs } from "./logs/list-logs.ts";
export { listNewLogs } from "./logs/list-new-logs.ts";
export { type LogEntry, recordLines } from "./logs/record-lines.ts";
export { scrubPatterns } from "./logs/scrub-patterns.ts";
export { createOtlpExport, type OtlpTurn } from "./otlp/create-otlp-export.ts";
export { type OtlpSettings, otlpEnvSchema, otlpSettingsOf } from "./otlp/otlp-settings.ts";
export {
  createPayloadRecorder,
  type PayloadEntry,
  type PayloadRecorder,
} from "./payloads/create-payload-recorder.ts";
export { redact, redactedNames } from "./payloads/redact.ts";
export { metricsText } from "./prometheus/metrics-text.ts";
export { recoverInvocations } from "./recovery/recover-invocations.ts";
export { forgetOldRows } from "./retention/forget-old-rows.ts";
export { foldInvocations } from "./rollups/fold-invocations.ts";
export { keepRollups } from "./rollups/keep-rollups.ts";
export { rangeCuts, windowStart } from "./rollups/range-window.ts";
export { emptySparkline, readSparklines } from "./rollups/read-sparklines.ts";
export { emptyTotals, readTotals } from "./rollups/read-totals.ts";
export { rollupErrors } from "./rollups/rollup-errors.ts";
export { type MetricsScope, rollupWhere, type TotalsQuery } from "./rollups/rollup-where.ts";
export { tenantSums, tenantTrend } from "./rollups/tenant-sums.ts";
export { storable } from "./storable.ts";
export { writeEntries } from "./write-entries.ts";

export { createLedger, type Ledger, type LedgerEntry } from "./create-ledger.ts";
export { listInvocations, type Page, toInvocation } from "./list-invocations.ts";
export { listLogs } from "./list-logs.ts";

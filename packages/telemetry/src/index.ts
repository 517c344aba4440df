export { createLedger, type Ledger, type LedgerEntry, toWritable } from "./create-ledger.ts";
export { listInvocations, type Page, toInvocation } from "./list-invocations.ts";
export { listLogs } from "./list-logs.ts";
export { storable } from "./storable.ts";
export { writeEntries } from "./write-entries.ts";

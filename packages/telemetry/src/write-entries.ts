import { invocationsChannel } from "@annex/contract";
import type { Tx } from "@annex/db";
import type { LedgerEntry } from "./create-ledger.ts";
import { toRow } from "./ledger/to-row.ts";

/** Writes a tenant's rows in its transaction, and tells the worker which functions have new log lines. */
export async function writeEntries(tx: Tx, entries: readonly LedgerEntry[]): Promise<void> {
  const functionIds = [...new Set(entries.map(({ functionId }) => functionId))].join(" ");
  await tx.invocation.createMany({ data: entries.map(toRow), skipDuplicates: true });
  await tx.$executeRaw`SELECT pg_notify(${invocationsChannel}, ${functionIds})`;
}

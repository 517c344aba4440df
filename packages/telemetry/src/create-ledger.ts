import { type Invocation, invocationsChannel } from "@annex/contract";
import type { Db } from "@annex/db";

/** A row of the ledger before it is written. */
export interface LedgerEntry extends Omit<Invocation, "startedAt"> {
  readonly tenantId: string;
  readonly functionId: string;
  readonly startedAt: Date;
}

export interface Ledger {
  /** Takes a row; it is in the database within about 50 ms. Never throws, never waits. */
  record(entry: LedgerEntry): void;
  /** Writes what is left. */
  close(): Promise<void>;
}

interface LedgerOptions {
  readonly db: Db;
  readonly onError: (error: unknown) => void;
}

const flushMs = 40;
const largestBatch = 150;
/** While the database is away, this many rows wait; older ones are given up, and that is told. */
const mostWaiting = 50_000;

function byTenant(entries: readonly LedgerEntry[]): Map<string, LedgerEntry[]> {
  const groups = new Map<string, LedgerEntry[]>();
  for (const entry of entries) groups.set(entry.tenantId, [...(groups.get(entry.tenantId) ?? []), entry]);
  return groups;
}

/** Writes a tenant's rows as that tenant, and tells the worker which functions have new log lines. */
async function write(db: Db, tenantId: string, entries: readonly LedgerEntry[]): Promise<void> {
  const functionIds = [...new Set(entries.map(({ functionId }) => functionId))].join(" ");
  await db.forTenant(tenantId).run(async (tx) => {
    await tx.invocation.createMany({ data: entries.map((entry) => ({ ...entry })), skipDuplicates: true });
    await tx.$executeRaw`SELECT pg_notify(${invocationsChannel}, ${functionIds})`;
  });
}

/** The invocation ledger of one data plane process: rows gather while the batch before them is written. */
export function createLedger({ db, onError }: LedgerOptions): Ledger {
  let waiting: LedgerEntry[] = [];
  let timer: NodeJS.Timeout | undefined;
  let flushing: Promise<void> | undefined;

  const flush = async () => {
    const batch = waiting.splice(0, largestBatch);
    const groups = [...byTenant(batch)];
    const results = await Promise.allSettled(groups.map(([tenantId, entries]) => write(db, tenantId, entries)));
    results.forEach((result, index) => {
      if (result.status === "fulfilled") return;
      onError(result.reason);
      waiting.unshift(...(groups[index]?.[1] ?? [])); // tried again: rows are known by their ID
    });
    if (waiting.length > mostWaiting) {
      onError(new Error(`${waiting.length - mostWaiting} ledger rows were given up: the database does not take them.`));
      waiting = waiting.slice(-mostWaiting);
    }
  };

  const schedule = () => {
    if (timer || flushing || waiting.length === 0) return;
    timer = setTimeout(() => {
      timer = undefined;
      flushing = flush().finally(() => {
        flushing = undefined;
        schedule();
      });
    }, flushMs);
  };

  return {
    record(entry) {
      waiting.push(entry);
      schedule();
    },
    async close() {
      clearTimeout(timer);
      await flushing;
      clearTimeout(timer);
      for (let attempt = 0; waiting.length > 0 && attempt < 20; attempt += 1) await flush();
    },
  };
}

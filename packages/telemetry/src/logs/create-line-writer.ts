import type { Db } from "@annex/db";
import { type LogEntry, recordLines } from "./record-lines.ts";

export interface LineWriter {
  /** Takes a line of the platform's own; it is in the database within about 250 ms. Never throws, never waits. */
  record(tenantId: string, entry: LogEntry): void;
  /** Writes what is waiting, now. */
  settle(): Promise<void>;
}

interface LineWriterOptions {
  readonly db: Db;
  readonly onError: (error: unknown) => void;
}

const flushMs = 200;
/** The ledger keeps what must not be lost; of lines beside it, older ones give way while the database is away. */
const mostWaiting = 5000;

/** Writes lines beside the path, gathered for each tenant; those that the database did not take are tried again. */
export function createLineWriter({ db, onError }: LineWriterOptions): LineWriter {
  let waiting: (readonly [string, LogEntry])[] = [];
  let timer: NodeJS.Timeout | undefined;
  let flushing: Promise<void> = Promise.resolve();

  const write = async (tenantId: string, entries: readonly LogEntry[]) => {
    try {
      await db.forTenant(tenantId).run((tx) => recordLines(tx, tenantId, entries));
    } catch (error) {
      onError(error);
      waiting = [...entries.map((entry) => [tenantId, entry] as const), ...waiting].slice(-mostWaiting);
    }
  };
  const flush = async () => {
    const byTenant = new Map<string, LogEntry[]>();
    for (const [tenantId, entry] of waiting) byTenant.set(tenantId, [...(byTenant.get(tenantId) ?? []), entry]);
    waiting = [];
    for (const [tenantId, entries] of byTenant) await write(tenantId, entries);
  };
  const schedule = () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      flushing = flush();
      void flushing.then(() => waiting.length > 0 && schedule());
    }, flushMs);
  };
  return {
    record(tenantId, entry) {
      waiting.push([tenantId, entry]);
      if (waiting.length > mostWaiting) waiting.shift();
      schedule();
    },
    async settle() {
      await flushing;
      clearTimeout(timer);
      timer = undefined;
      await flush();
    },
  };
}

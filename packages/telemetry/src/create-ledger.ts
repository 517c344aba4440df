import type { Invocation } from "@annex/contract";
import type { Db } from "@annex/db";
import type { DerivedField } from "./ledger/to-row.ts";
import { storableText } from "./storable.ts";
import { entryStatement } from "./write-entries.ts";

/** A row of the ledger before it is written. */
export interface LedgerEntry extends Omit<Invocation, "startedAt" | DerivedField> {
  readonly tenantId: string;
  readonly functionId: string;
  readonly startedAt: Date;
  /** The trace that it is recorded in, where it is in one. */
  readonly traceId?: string;
  readonly spanId?: string;
  readonly parentSpanId?: string | null;
  /** Where it ran: its price depends on it. */
  readonly region: string;
}

export interface Ledger {
  /** Takes a row; it is in the database within about 50 ms, or 150 where many come. Never throws, never waits. */
  record(entry: LedgerEntry): void;
  /** Writes what is waiting, now; gives up after some attempts in a row that wrote none, as while the database is away. */
  settle(): Promise<void>;
}

interface LedgerOptions {
  readonly db: Db;
  readonly onError: (error: unknown) => void;
}

const flushMs = 40;
/** A batch costs the database and its disk more than its first fifty rows do: where many come, more of them share one. */
const busyBatch = 50;
const busyFlushMs = 120;
const longestRetryMs = 2000;
const largestBatch = 600;
/** While the database is away, this many rows wait; older ones are given up, and that is told. */
const mostWaiting = 50_000;
/** A row that the database refused alone this often, while it took others, will never be taken. */
const mostRefusals = 3;
const longestType = 200;
const longestMessage = 2000;

/** Tenant code chooses this text. */
const writable = (text: string, longest: number) => storableText(text.slice(0, longest));

/** A row that PostgreSQL takes, whatever the function said. */
export function toWritable(entry: LedgerEntry): LedgerEntry {
  const { errorType, errorMessage } = entry;
  if (errorType === null && errorMessage === null) return entry;
  return {
    ...entry,
    errorType: errorType && writable(errorType, longestType),
    errorMessage: errorMessage && writable(errorMessage, longestMessage),
  };
}

function byTenant(entries: readonly LedgerEntry[]): Map<string, LedgerEntry[]> {
  const groups = new Map<string, LedgerEntry[]>();
  for (const entry of entries) {
    const group = groups.get(entry.tenantId);
    if (group) group.push(entry);
    else groups.set(entry.tenantId, [entry]);
  }
  return groups;
}

async function write(db: Db, tenantId: string, entries: readonly LedgerEntry[]): Promise<void> {
  await db.forTenant(tenantId).write([entryStatement(entries)]);
}

type Groups = readonly (readonly [string, LedgerEntry[]])[];

/** Rows of several tenants in one transaction: a commit and a flush for all of them. */
async function writeTogether(db: Db, groups: Groups): Promise<void> {
  const inOrder = groups.toSorted(([one], [other]) => (one < other ? -1 : 1));
  await db.writeEach(inOrder.map(([tenantId, entries]) => ({ tenantId, statements: [entryStatement(entries)] })));
}

async function isAnswering(db: Db, tenantId: string): Promise<boolean> {
  return db
    .forTenant(tenantId)
    .run((tx) => tx.$queryRaw`SELECT 1`)
    .then(
      () => true,
      () => false,
    );
}

/** Writes rows, by tenant, and returns those to try again: all where the database is away, else those that it refused. */
function createWriter({ db, onError }: LedgerOptions) {
  const refusals = new WeakMap<LedgerEntry, number>();

  const isGivenUp = (entry: LedgerEntry): boolean => {
    const count = (refusals.get(entry) ?? 0) + 1;
    refusals.set(entry, count);
    if (count < mostRefusals) return false;
    onError(new Error(`The ledger row of invocation ${entry.id} was given up: the database refuses it.`));
    return true;
  };

  const writeOrKeep = async (tenantId: string, entries: readonly LedgerEntry[]): Promise<LedgerEntry[]> => {
    try {
      await write(db, tenantId, entries);
      return [];
    } catch (error) {
      onError(error);
      const [first] = entries;
      if (!first || !(await isAnswering(db, tenantId))) return [...entries];
      if (entries.length === 1) return isGivenUp(first) ? [] : [first];
      const kept: LedgerEntry[] = []; // one refused row must not hold up the others
      for (const entry of entries) kept.push(...(await writeOrKeep(tenantId, [entry])));
      return kept;
    }
  };

  const writeApart = async (groups: Groups) =>
    (await Promise.all(groups.map(([tenantId, entries]) => writeOrKeep(tenantId, entries)))).flat();

  return async function writeAll(groups: Groups): Promise<LedgerEntry[]> {
    if (groups.length < 2) return writeApart(groups);
    try {
      await writeTogether(db, groups);
      return [];
    } catch (cause) {
      const kept = await writeApart(groups); // whose rows they are that are refused is told there
      const words = `The rows of ${groups.length} tenants were refused together, and taken one tenant after the other.`;
      if (kept.length === 0) onError(new Error(words, { cause }));
      return kept;
    }
  };
}

/** The invocation ledger of one data plane process: rows gather while the batch before them is written. */
export function createLedger({ db, onError }: LedgerOptions): Ledger {
  const writeAll = createWriter({ db, onError });
  let waiting: LedgerEntry[] = [];
  let timer: NodeJS.Timeout | undefined;
  let flushing: Promise<void> | undefined;
  let delayMs = flushMs;
  let isRetrying = false;

  const flush = async () => {
    const batch = waiting.splice(0, largestBatch);
    const again = await writeAll([...byTenant(batch)]); // rows are known by their ID: one that was written after all is skipped
    isRetrying = again.length > 0;
    if (isRetrying) delayMs = Math.min(delayMs * 2, longestRetryMs);
    else delayMs = batch.length < busyBatch ? flushMs : busyFlushMs;
    waiting.push(...again);
    if (waiting.length > mostWaiting) {
      onError(new Error(`${waiting.length - mostWaiting} ledger rows were given up: the database does not take them.`));
      waiting = waiting.slice(-mostWaiting);
    }
  };

  const begin = () => {
    timer = undefined;
    flushing = flush().finally(() => {
      flushing = undefined;
      // A whole batch gathered while the last one was written: a pause would let rows come faster than they leave.
      if (waiting.length >= largestBatch && !isRetrying) begin();
      else schedule();
    });
  };
  const schedule = () => {
    if (timer || flushing || waiting.length === 0) return;
    timer = setTimeout(begin, delayMs);
  };

  const settle = async () => {
    for (let inVain = 0; (flushing || waiting.length > 0) && inVain < 20; ) {
      await flushing;
      clearTimeout(timer);
      timer = undefined;
      const before = waiting.length;
      await flush();
      if (waiting.length > 0 && waiting.length >= before) inVain += 1;
    }
  };

  return {
    record(entry) {
      waiting.push(toWritable(entry));
      schedule();
    },
    settle,
  };
}

import { randomUUID } from "node:crypto";
import type { Db } from "@annex/db";

/** Counts what a suspension, a pause or a budget refused, and tells what this process has under way. */
export interface Tally {
  /** One call of the tenant's; `stoppedBy` as in table `refusals`. */
  refused(tenantId: string, stoppedBy: string): void;
  close(): Promise<void>;
}

interface TallyOptions {
  readonly db: Db;
  /** Invocations under way, by tenant. */
  readonly underWay: () => Readonly<Record<string, number>>;
  readonly onError: (error: unknown) => void;
}

const writeEveryMs = 500;

function writeRefusals(db: Db, tenantId: string, counts: ReadonlyMap<string, number>): Promise<void> {
  return db.forTenant(tenantId).run(async (tx) => {
    for (const [stoppedBy, count] of counts)
      await tx.$executeRaw`
        INSERT INTO refusals (tenant_id, stopped_by, minute, count)
        VALUES (${tenantId}::uuid, ${stoppedBy}, date_trunc('minute', now()), ${count})
        ON CONFLICT (tenant_id, stopped_by, minute) DO UPDATE SET count = refusals.count + excluded.count`;
  });
}

/** Begins to count; what could not be written is written with the next turn. */
export function createTally({ db, underWay, onError }: TallyOptions): Tally {
  const node = randomUUID();
  let waiting = new Map<string, Map<string, number>>();
  let told = "{}";
  let writing: Promise<void> | undefined;

  const count = (tenantId: string, stoppedBy: string, by: number) => {
    const counts = waiting.get(tenantId) ?? new Map<string, number>();
    counts.set(stoppedBy, (counts.get(stoppedBy) ?? 0) + by);
    waiting.set(tenantId, counts);
  };
  const writeCounts = async () => {
    const batch = waiting;
    waiting = new Map();
    for (const [tenantId, counts] of batch)
      await writeRefusals(db, tenantId, counts).catch((error) => {
        for (const [stoppedBy, by] of counts) count(tenantId, stoppedBy, by);
        onError(error);
      });
  };
  const tellUnderWay = async () => {
    const text = JSON.stringify(underWay());
    // what goes on is told again and again: a row that is not renewed is of a process that died
    if (text === told && text === "{}") return;
    // no tenant's: in a transaction that sees none of theirs
    await db.forTenant(node).run(
      (tx) => tx.$executeRaw`
        INSERT INTO data_plane_nodes (node, under_way, at) VALUES (${node}::uuid, ${text}::jsonb, now())
        ON CONFLICT (node) DO UPDATE SET under_way = ${text}::jsonb, at = now()`,
    );
    told = text;
  };
  const write = () => {
    writing ??= writeCounts()
      .then(tellUnderWay)
      .catch(onError)
      .finally(() => {
        writing = undefined;
      });
    return writing;
  };
  const timer = setInterval(write, writeEveryMs);
  return {
    refused: (tenantId, stoppedBy) => count(tenantId, stoppedBy, 1),
    async close() {
      clearInterval(timer);
      await writing;
      await write();
    },
  };
}

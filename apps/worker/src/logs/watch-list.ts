import type { Watched } from "@annex/contract";
import type { Db } from "@annex/db";

export interface WatchList {
  /** Somebody watches a function, or a tenant's; it has to be said again within a few seconds. */
  add(watched: Watched): Promise<void>;
  /** The functions to look at now: a few at a time, each in its turn. */
  next(): string[];
}

const watchedMs = 8000;
/** Of a tenant all of whose functions are watched, those that ran last. */
const mostOfTenant = 20;
/** Reading logs has a rate on AWS, for all functions of an account together. */
const mostAtOnce = 4;

/** Which functions' logs somebody looks at in this moment. */
export function createWatchList({ operator }: Pick<Db, "operator">): WatchList {
  const until = new Map<string, number>();

  const functionsOf = async ({ tenantId, functionId }: Watched): Promise<string[]> => {
    if (functionId !== null) return [functionId];
    const orderBy = { updatedAt: "desc" } as const;
    const rows = await operator.logCursor.findMany({ where: { tenantId }, orderBy, take: mostOfTenant });
    return rows.map((row) => row.functionId);
  };
  return {
    async add(watched) {
      for (const id of await functionsOf(watched)) until.set(id, Date.now() + watchedMs);
    },
    next() {
      const now = Date.now();
      for (const [id, end] of until) if (end < now) until.delete(id);
      const turn = [...until].slice(0, mostAtOnce);
      for (const [id, end] of turn) {
        until.delete(id); // to the end of the queue
        until.set(id, end);
      }
      return turn.map(([id]) => id);
    },
  };
}

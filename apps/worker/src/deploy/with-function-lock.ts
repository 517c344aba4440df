import type { Db } from "@annex/db";

const longestWorkMs = 10 * 60_000;

/** One worker at a time deploys a function, whichever process it is in; the lock ends with the connection. */
export function withFunctionLock<T>(db: Db, functionId: string, work: () => Promise<T>): Promise<T> {
  return db.operator.$transaction(
    async (tx) => {
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`deploy:${functionId}`}, 0))`;
      return work();
    },
    { timeout: longestWorkMs, maxWait: 60_000 },
  );
}

/** Does `work` and keeps others from deploying the function meanwhile; null when somebody does so already. */
export function whileFunctionFree<T>(db: Db, functionId: string, work: () => Promise<T>): Promise<T | null> {
  return db.operator.$transaction(async (tx) => {
    const [row] = await tx.$queryRaw<{ free: boolean }[]>`
      SELECT pg_try_advisory_xact_lock(hashtextextended(${`deploy:${functionId}`}, 0)) AS free`;
    return row?.free ? await work() : null;
  });
}

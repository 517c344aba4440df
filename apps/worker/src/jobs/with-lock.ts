import type { Db } from "@annex/db";

const longestWorkMs = 10 * 60_000;

/** What one worker at a time works at: a function's Lambda function, or a test run. */
type Locked = `deploy:${string}` | `test:${string}`;

/** Waits for its turn, whichever process has it; the lock ends with the connection, and so with the process. */
export function withLock<T>(db: Db, locked: Locked, work: () => Promise<T>): Promise<T> {
  return db.operator.$transaction(
    async (tx) => {
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${locked}, 0))`;
      return work();
    },
    { timeout: longestWorkMs, maxWait: 60_000 },
  );
}

/** Does `work` and keeps others from the lock meanwhile; null when somebody has it already. */
export function whileFree<T>(db: Db, locked: Locked, work: () => Promise<T>): Promise<T | null> {
  return db.operator.$transaction(async (tx) => {
    const [row] = await tx.$queryRaw<{ free: boolean }[]>`
      SELECT pg_try_advisory_xact_lock(hashtextextended(${locked}, 0)) AS free`;
    return row?.free ? await work() : null;
  });
}

import type pg from "pg";
import type { Prisma } from "./generated/client.ts";

const timeoutMs = 20_000;
/** A connection that ends is told by the statement that it was at. */
const ignore = () => undefined;

/** The driver's types do not know that a statement can have a time-out of its own. */
function timed(text: string, values: unknown[]): pg.QueryConfig & { query_timeout: number } {
  return { text, values, query_timeout: timeoutMs };
}

/**
 * Runs statements in one transaction under row-level security for a tenant. `tenantId` must be a UUID: it becomes part
 * of the text. Nothing is written where one of them fails.
 */
export async function writePlainly(pool: pg.Pool, tenantId: string, statements: readonly Prisma.Sql[]): Promise<void> {
  const client = await pool.connect();
  const release = (isBroken = false) => {
    client.off("error", ignore);
    client.release(isBroken);
  };
  client.on("error", ignore);
  const run = (text: string, values: unknown[] = []) => client.query(timed(text, values));
  try {
    await run(`BEGIN; SELECT set_config('annex.tenant_id', '${tenantId}', true)`);
    for (const { text, values } of statements) await run(text, values);
    await run("COMMIT");
  } catch (error) {
    // a connection on which it is not known what goes on is not used again
    await run("ROLLBACK").then(
      () => release(),
      () => release(true),
    );
    throw error;
  }
  release();
}

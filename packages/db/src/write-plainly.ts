import type pg from "pg";

/** A statement beside Prisma's client: an SQL text of Prisma's, or one with its parameters. */
export interface PlainStatement {
  readonly text: string;
  readonly values: readonly unknown[];
  /** Where one stands, a connection parses the text once. The same name must always have the same text. */
  readonly name?: string;
}

const timeoutMs = 20_000;
/** A connection that ends is told by the statement that it was at. */
const ignore = () => undefined;

/** The driver's types do not know that a statement can have a time-out of its own. */
/** What is written in one tenant's name. `tenantId` must be a UUID: it becomes part of the text. */
export interface TenantStatements {
  readonly tenantId: string;
  readonly statements: readonly PlainStatement[];
}

function timed({ text, values, name }: PlainStatement): pg.QueryConfig & { query_timeout: number } {
  return { text, values: [...values], query_timeout: timeoutMs, ...(name === undefined ? {} : { name }) };
}

/**
 * Runs statements in one transaction, each under row-level security for the tenant in whose name it stands. Nothing is
 * written where one of them fails.
 */
export async function writePlainly(pool: pg.Pool, groups: readonly TenantStatements[]): Promise<void> {
  const client = await pool.connect();
  const release = (isBroken = false) => {
    client.off("error", ignore);
    client.release(isBroken);
  };
  client.on("error", ignore);
  const run = (statement: PlainStatement) => client.query(timed(statement));
  const runText = (text: string) => run({ text, values: [] });
  try {
    let begin = "BEGIN; ";
    for (const { tenantId, statements } of groups) {
      await runText(`${begin}SELECT set_config('annex.tenant_id', '${tenantId}', true)`);
      begin = "";
      for (const statement of statements) await run(statement);
    }
    await runText("COMMIT");
  } catch (error) {
    // a connection on which it is not known what goes on is not used again
    await runText("ROLLBACK").then(
      () => release(),
      () => release(true),
    );
    throw error;
  }
  release();
}

import pg from "pg";

/** Creates the database of `ownerUrl` where it is missing. Two at once: one creates, both succeed. */
export async function createDatabase(ownerUrl: string): Promise<void> {
  const url = new URL(ownerUrl);
  const name = decodeURIComponent(url.pathname.slice(1));
  url.pathname = "/postgres";
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  try {
    const found = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [name]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
  } catch (error) {
    const alreadyThere = error instanceof pg.DatabaseError && (error.code === "42P04" || error.code === "23505");
    if (!alreadyThere) throw error;
  } finally {
    await client.end();
  }
}

import { createHash, randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { createDatabase } from "./create-database.ts";
import { migrateJobs } from "./migrate-jobs.ts";

const migrationsFolder = fileURLToPath(new URL("../../../../prisma/migrations", import.meta.url));

/** Prisma's own ledger, so that `prisma migrate status` agrees with what was applied here. */
const ledger = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id VARCHAR(36) PRIMARY KEY NOT NULL, checksum VARCHAR(64) NOT NULL, finished_at TIMESTAMPTZ,
  migration_name VARCHAR(255) NOT NULL, logs TEXT, rolled_back_at TIMESTAMPTZ,
  started_at TIMESTAMPTZ NOT NULL DEFAULT now(), applied_steps_count INTEGER NOT NULL DEFAULT 0)`;
const lockKey = 72_707_369;

interface Migration {
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
}

export interface MigrateOptions {
  readonly ownerUrl: string;
  readonly appPassword: string;
  readonly operatorPassword: string;
}

function readMigrations(): Migration[] {
  return readdirSync(migrationsFolder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => {
      const sql = readFileSync(`${migrationsFolder}/${entry.name}/migration.sql`, "utf8");
      return { name: entry.name, sql, checksum: createHash("sha256").update(sql).digest("hex") };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

async function applyOne(client: pg.Client, migration: Migration): Promise<void> {
  await client.query("BEGIN");
  try {
    await client.query(migration.sql);
    await client.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count) VALUES ($1, $2, $3, now(), 1)`,
      [randomUUID(), migration.checksum, migration.name],
    );
    await client.query("COMMIT");
  } catch (cause) {
    await client.query("ROLLBACK");
    throw new Error(`Migration ${migration.name} failed and was rolled back.`, { cause });
  }
}

async function applyMissing(client: pg.Client): Promise<string[]> {
  await client.query(ledger);
  const rows = await client.query(
    "SELECT migration_name, checksum FROM _prisma_migrations WHERE rolled_back_at IS NULL",
  );
  const done = new Map<string, string>(rows.rows.map((row) => [String(row.migration_name), String(row.checksum)]));
  const applied: string[] = [];
  for (const migration of readMigrations()) {
    const checksum = done.get(migration.name);
    if (checksum === migration.checksum) continue;
    if (checksum) throw new Error(`Migration ${migration.name} was changed after it was applied. Restore the file.`);
    await applyOne(client, migration);
    applied.push(migration.name);
  }
  return applied;
}

/**
 * A server that a dump was restored on counts its transactions from anew. The seals of the audit trail follow that
 * count (migration audit_chain): events that seem to be of the future are made older than all that comes, in the order
 * that their seals keep. What is sealed of an event stays as it was.
 */
async function adoptRestoredTrail(client: pg.Client): Promise<void> {
  await client.query(`
    UPDATE audit_events SET recorded_xid = '0'
    WHERE (SELECT max(recorded_xid) FROM audit_events) >= pg_snapshot_xmax(pg_current_snapshot())
      AND recorded_xid >= pg_snapshot_xmax(pg_current_snapshot())`);
}

async function setPasswords(client: pg.Client, options: MigrateOptions): Promise<void> {
  const passwords = { annex_app: options.appPassword, annex_operator: options.operatorPassword };
  for (const [role, password] of Object.entries(passwords)) {
    await client.query(`ALTER ROLE ${role} LOGIN PASSWORD ${client.escapeLiteral(password)}`);
  }
}

/**
 * Creates the database where it is missing, applies the migrations that it lacks (each in one transaction, one
 * process at a time), takes over what was restored from another server and sets the passwords of the two roles.
 * @returns the names of the migrations that were applied now.
 * @throws when a migration fails (the database is as before it) or was changed after it had been applied.
 */
export async function migrate(options: MigrateOptions): Promise<string[]> {
  await createDatabase(options.ownerUrl);
  const client = new pg.Client({ connectionString: options.ownerUrl });
  await client.connect();
  try {
    await client.query("SELECT pg_advisory_lock($1)", [lockKey]);
    const applied = await applyMissing(client);
    await adoptRestoredTrail(client);
    await migrateJobs(options.ownerUrl);
    await setPasswords(client, options);
    return applied;
  } finally {
    await client.end();
  }
}

/** The same database as another role. */
export function urlForRole(ownerUrl: string, role: "annex_app" | "annex_operator", password: string): string {
  const url = new URL(ownerUrl);
  url.username = role;
  url.password = encodeURIComponent(password);
  return url.href;
}

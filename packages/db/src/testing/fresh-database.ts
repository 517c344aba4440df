import { randomBytes } from "node:crypto";
import pg from "pg";
import { inject } from "vitest";
import { createDb, type Db, urlForRole } from "../index.ts";
import { rolePasswords } from "./postgres-setup.ts";

export interface FreshDatabase {
  readonly db: Db;
  readonly ownerUrl: string;
  readonly appUrl: string;
  readonly operatorUrl: string;
  /** Closes `db` and drops the database. */
  dispose(): Promise<void>;
}

async function asOwner(templateUrl: string, sql: string): Promise<void> {
  const url = new URL(templateUrl);
  url.pathname = "/postgres";
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  await client.query(sql).finally(() => client.end());
}

/** An empty, migrated database of this test file's own. */
export async function freshDatabase(): Promise<FreshDatabase> {
  const templateUrl = inject("templateUrl");
  const name = `annex_test_${randomBytes(6).toString("hex")}`;
  await asOwner(templateUrl, `CREATE DATABASE ${name} TEMPLATE annex_template`);
  const url = new URL(templateUrl);
  url.pathname = `/${name}`;
  const appUrl = urlForRole(url.href, "annex_app", rolePasswords.appPassword);
  const operatorUrl = urlForRole(url.href, "annex_operator", rolePasswords.operatorPassword);
  const db = createDb({ appUrl, operatorUrl, poolSize: 5 });
  return {
    db,
    ownerUrl: url.href,
    appUrl,
    operatorUrl,
    async dispose() {
      await db.close();
      await asOwner(templateUrl, `DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}

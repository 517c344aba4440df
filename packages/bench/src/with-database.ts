import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createDb, type Db, migrate, startEmbeddedPostgres, urlForRole } from "@annex/db";
import { freePort } from "@annex/db/free-port";

export interface OwnDatabase {
  /** As the services have it: below row-level security, which makes other plans than the owner's. */
  readonly db: Db;
  /** Its `operator` is the owner: for what makes the data. */
  readonly owner: Db;
  readonly ownerUrl: string;
}

interface DatabaseOptions {
  /** The folder in which the database lives and stays; none for one that is gone afterwards. */
  readonly keptIn?: string | undefined;
}

/** Runs `work` on a migrated PostgreSQL of its own: an empty one, or the one that an earlier run kept. */
export async function withDatabase(
  work: (own: OwnDatabase) => Promise<void>,
  { keptIn }: DatabaseOptions = {},
): Promise<void> {
  const dataDir = keptIn === undefined ? mkdtempSync(path.join(tmpdir(), "annex-bench-")) : path.resolve(keptIn);
  mkdirSync(dataDir, { recursive: true });
  const passwords = { appPassword: "bench", operatorPassword: "bench" };
  const postgres = await startEmbeddedPostgres({ dataDir, port: await freePort(), password: "bench" });
  const ownerUrl = postgres.url("annex");
  await migrate({ ownerUrl, ...passwords });
  const appUrl = urlForRole(ownerUrl, "annex_app", "bench");
  const db = createDb({ appUrl, operatorUrl: urlForRole(ownerUrl, "annex_operator", "bench"), poolSize: 4 });
  const owner = createDb({ appUrl, operatorUrl: ownerUrl, poolSize: 2 });
  try {
    await work({ db, owner, ownerUrl });
  } finally {
    await db.close();
    await owner.close();
    await postgres.stop();
    if (keptIn === undefined) rmSync(dataDir, { recursive: true, force: true });
  }
}

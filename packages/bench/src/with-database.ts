import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createDb, type Db, migrate, startEmbeddedPostgres, urlForRole } from "@annex/db";
import { freePort } from "./engine/machine/free-port.ts";

export interface OwnDatabase {
  readonly db: Db;
  readonly ownerUrl: string;
}

/** Runs `work` on a migrated, empty PostgreSQL of its own, which is gone after it. */
export async function withDatabase(work: (own: OwnDatabase) => Promise<void>): Promise<void> {
  const dataDir = mkdtempSync(path.join(tmpdir(), "annex-bench-"));
  const passwords = { appPassword: "bench", operatorPassword: "bench" };
  const postgres = await startEmbeddedPostgres({ dataDir, port: await freePort(), password: "bench" });
  const ownerUrl = postgres.url("annex");
  await migrate({ ownerUrl, ...passwords });
  const db = createDb({ appUrl: urlForRole(ownerUrl, "annex_app", "bench"), operatorUrl: ownerUrl, poolSize: 4 });
  try {
    await work({ db, ownerUrl });
  } finally {
    await db.close();
    await postgres.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

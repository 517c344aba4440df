import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Cell, Db } from "@annex/db";
import { seedCell } from "@annex/db/testing";
import { type CellConfig, createCellConfig, createEngine } from "@annex/engine";

export interface TestEngine {
  readonly url: string;
  readonly config: CellConfig;
  /** Access key of `admin`, `annex-worker` or `annex-data-plane`. */
  keyOf(user: string): { accessKeyId: string; secretAccessKey: string };
  /** Writes the cell down, so that tenants can be placed on it. */
  register(db: Db): Promise<Cell>;
  close(): Promise<void>;
}

/** A real engine on a free port with state of its own. `egressAliases` as the engine's option. */
export async function startEngine(options: { egressAliases?: Record<string, string> } = {}): Promise<TestEngine> {
  const dataDir = mkdtempSync(path.join(tmpdir(), "annex-engine-"));
  const config = createCellConfig({ accountId: "000000000000", region: "eu-central-1" });
  const engine = await createEngine({ dataDir, config, poolSize: 1, ...options });
  return {
    url: engine.url,
    config,
    keyOf(name) {
      const user = config.users.find((candidate) => candidate.name === name);
      if (!user) throw new Error(`The cell has no user ${name}.`);
      return { accessKeyId: user.accessKeyId, secretAccessKey: user.secretAccessKey };
    },
    register(db) {
      const { accountId, region, externalId } = config;
      return seedCell(db, { accountId, region, externalId, endpoint: engine.url });
    },
    async close() {
      await engine.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

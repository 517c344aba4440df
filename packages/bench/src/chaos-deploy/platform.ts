import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createDb, type Db, migrate, type Tenant, urlForRole } from "@annex/db";
import { freePort } from "@annex/db/free-port";
import { type CellConfig, cellConfigSchema } from "@annex/engine";
import { startPostgresVictim } from "./postgres-victim.ts";
import { startProcess, type Victim } from "./victim.ts";

const root = path.join(import.meta.dirname, "../../../..");
const main = (file: string) => path.join(root, file);

/** PostgreSQL, engine and worker as processes of their own, with one tenant; the portal where it is asked for. */
export interface ChaosPlatform {
  readonly db: Db;
  readonly appUrl: string;
  readonly tenant: Tenant;
  readonly cell: { readonly endpoint: string; readonly config: CellConfig };
  readonly masterKey: string;
  readonly portalUrl: string | null;
  readonly victims: readonly Victim[];
  /** Gives what a dead worker left its jobs back at once: a worker that starts does. */
  restartWorker(): Promise<void>;
  close(): Promise<void>;
}

async function registerCell(db: Db, endpoint: string, config: CellConfig) {
  const { accountId, region, externalId } = config;
  const role = (name: string) => `arn:aws:iam::${accountId}:role/${name}`;
  return db.operator.cell.create({
    data: {
      ...{ name: "chaos", region, accountId, endpoint, externalId },
      authorRoleArn: role("annex-author"),
      invokeRoleArn: role("annex-invoke"),
      executionRoleArn: role("annex-execution"),
    },
  });
}

function keyOf({ users }: CellConfig, wanted: string): string {
  const user = users.find(({ name }) => name === wanted);
  return JSON.stringify({ accessKeyId: user?.accessKeyId, secretAccessKey: user?.secretAccessKey });
}

async function startPortal(env: Record<string, string>): Promise<{ victim: Victim; url: string }> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const cwd = main("apps/portal");
  const next = path.join(cwd, "node_modules/.bin/next");
  const victim = await startProcess({
    ...{ name: "portal", cwd, command: [next, "start", "--port", String(port), "--hostname", "127.0.0.1"] },
    env: { ...env, NEXTAUTH_URL: url, NEXTAUTH_SECRET: randomBytes(24).toString("hex"), NODE_ENV: "production" },
    healthUrl: `${url}/signin`,
  });
  return { victim, url };
}

export async function startChaosPlatform({ portal }: { readonly portal: boolean }): Promise<ChaosPlatform> {
  const folder = mkdtempSync(path.join(tmpdir(), "annex-chaos-"));
  mkdirSync(path.join(folder, "engine"));
  const password = randomBytes(12).toString("hex");
  const postgres = await startPostgresVictim({
    dataDir: path.join(folder, "postgres"),
    port: await freePort(),
    password,
  });
  const ownerUrl = postgres.url("annex");
  await migrate({ ownerUrl, appPassword: password, operatorPassword: password });
  const appUrl = urlForRole(ownerUrl, "annex_app", password);
  const operatorUrl = urlForRole(ownerUrl, "annex_operator", password);

  const enginePort = await freePort();
  const endpoint = `http://127.0.0.1:${enginePort}`;
  const dataDir = path.join(folder, "engine");
  const engine = await startProcess({
    name: "engine",
    command: [
      process.execPath,
      main("packages/engine/src/main.ts"),
      "--port",
      String(enginePort),
      "--data-dir",
      dataDir,
    ],
    env: { PATH: process.env.PATH ?? "" },
    healthUrl: `${endpoint}/_engine/health`,
  });
  const config = cellConfigSchema.parse(JSON.parse(readFileSync(path.join(dataDir, "cell.json"), "utf8")));
  const db = createDb({ appUrl, operatorUrl, poolSize: 8 });
  const cell = await registerCell(db, endpoint, config);
  const key = randomBytes(5).toString("hex");
  const tenant = await db.operator.tenant.create({ data: { slug: "acme", name: "Acme", key, cellId: cell.id } });

  const masterKey = randomBytes(32).toString("base64");
  const shared = {
    PATH: process.env.PATH ?? "",
    DATABASE_URL: appUrl,
    OPERATOR_DATABASE_URL: operatorUrl,
    ANNEX_MASTER_KEY: masterKey,
  };
  const workerPort = await freePort();
  const worker = await startProcess({
    name: "worker",
    command: [process.execPath, main("apps/worker/src/main.ts")],
    env: { ...shared, CELL_CREDENTIALS: keyOf(config, "annex-worker"), PORT: String(workerPort), LOG_LEVEL: "silent" },
    healthUrl: `http://127.0.0.1:${workerPort}/health`,
  });
  const started = portal ? await startPortal(shared) : null;
  const victims = [worker, engine, postgres, ...(started ? [started.victim] : [])];
  return {
    ...{ db, appUrl, tenant, masterKey, victims },
    cell: { endpoint, config },
    portalUrl: started?.url ?? null,
    restartWorker: () => worker.killAndRestart(),
    async close() {
      await db.close();
      for (const victim of [...(started ? [started.victim] : []), worker, engine, postgres]) await victim.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { createDb, type Db, migrate, urlForRole } from "@annex/db";
import { type CellConfig, createCellConfig } from "@annex/engine";
import { fixedPorts } from "./fixed-ports.ts";
import { type ChaosContent, makeContent } from "./make-content.ts";
import { restartedPostgres } from "./restarted-postgres.ts";
import { type RestartedProcess, restartedProcess } from "./restarted-process.ts";

export interface ChaosPlatform {
  readonly db: Db;
  readonly content: ChaosContent;
  readonly identityUrl: string;
  readonly dataPlaneUrls: readonly string[];
  /** What may be killed, by name. */
  readonly processes: Readonly<Record<string, RestartedProcess>>;
  close(): Promise<void>;
}

const root = path.join(import.meta.dirname, "../../../..");
const passwords = { appPassword: "app", operatorPassword: "operator" };
const local = (port: number) => `http://127.0.0.1:${port}`;

function nodeProcess(file: string, args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  const flags = ["--disable-warning=ExperimentalWarning", path.join(root, file), ...args];
  return restartedProcess({ command: process.execPath, args: flags, environment });
}

async function untilHealthy(url: string): Promise<void> {
  const deadline = Date.now() + 120_000;
  for (;;) {
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok) return;
    if (Date.now() > deadline) throw new Error(`${url} did not answer within two minutes.`);
    await delay(50);
  }
}

function keyOf(config: CellConfig, name: string): string {
  const { accessKeyId, secretAccessKey } = config.users.find((user) => user.name === name) ?? {};
  return JSON.stringify({ accessKeyId, secretAccessKey });
}

/** PostgreSQL, engine, identity, two data planes and a worker, each a process of its own that can be killed. */
export async function startPlatform(workerEnvironment: Readonly<Record<string, string>> = {}): Promise<ChaosPlatform> {
  const folder = mkdtempSync(path.join(tmpdir(), "annex-chaos-"));
  const engineFolder = path.join(folder, "engine");
  mkdirSync(engineFolder, { recursive: true });
  const ports = await fixedPorts(6);
  const [postgresPort = 0, enginePort = 0, identityPort = 0, workerPort = 0, ...dataPlanePorts] = ports;
  const postgres = await restartedPostgres({
    dataDir: path.join(folder, "postgres"),
    port: postgresPort,
    password: randomBytes(12).toString("hex"),
  });
  const ownerUrl = postgres.url("annex");
  await migrate({ ownerUrl, ...passwords });
  const config = createCellConfig({ accountId: "000000000000", region: "eu-central-1" });
  writeFileSync(path.join(engineFolder, "cell.json"), JSON.stringify(config), { mode: 0o600 });
  const engineArgs = ["--data-dir", engineFolder, "--port", String(enginePort), "--pool-size", "1"];
  const engine = nodeProcess("packages/engine/src/main.ts", engineArgs);
  await untilHealthy(`${local(enginePort)}/_engine/health`);
  const operatorUrl = urlForRole(ownerUrl, "annex_operator", passwords.operatorPassword);
  const appUrl = urlForRole(ownerUrl, "annex_app", passwords.appPassword);
  const db = createDb({ appUrl, operatorUrl, poolSize: 2 });
  const content = await makeContent(db, config, local(enginePort));
  const shared = {
    DATABASE_URL: appUrl,
    OPERATOR_DATABASE_URL: operatorUrl,
    ANNEX_MASTER_KEY: randomBytes(32).toString("base64"),
    LOG_LEVEL: "silent",
  };
  const issuer = local(identityPort);
  const identity = nodeProcess("apps/identity/src/main.ts", [], {
    ...shared,
    PORT: String(identityPort),
    ISSUER: issuer,
  });
  const dataPlanes = dataPlanePorts.map((port) =>
    nodeProcess("apps/data-plane/src/main.ts", [], {
      ...shared,
      PORT: String(port),
      IDENTITY_ISSUER: issuer,
      IDENTITY_JWKS_URL: `${issuer}/jwks`,
      CELL_CREDENTIALS: keyOf(config, "annex-data-plane"),
    }),
  );
  const worker = nodeProcess("apps/worker/src/main.ts", [], {
    ...shared,
    PORT: String(workerPort),
    CELL_CREDENTIALS: keyOf(config, "annex-worker"),
    ...workerEnvironment,
  });
  const dataPlaneUrls = dataPlanePorts.map(local);
  for (const url of [issuer, ...dataPlaneUrls]) await untilHealthy(`${url}/health`);
  const [first = worker, second = worker] = dataPlanes;
  return {
    db,
    content,
    identityUrl: issuer,
    dataPlaneUrls,
    processes: { "data plane": first, "other data plane": second, engine, worker, PostgreSQL: postgres },
    async close() {
      await Promise.all([...dataPlanes, worker, identity].map((process) => process.stop()));
      await db.close();
      await engine.stop();
      await postgres.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

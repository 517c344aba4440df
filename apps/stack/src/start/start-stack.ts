import { appendFileSync, mkdirSync } from "node:fs";
import path from "node:path";
import type { Stack } from "@annex/contract";
import { createDb, type Db, type KeptPostgres, keepEmbeddedPostgres, migrate, urlForRole } from "@annex/db";
import { type Service, type ServiceSpec, startService } from "../services/service.ts";
import {
  cellFile,
  dataPlaneSpec,
  demoSpec,
  engineSpec,
  type Installation,
  identitySpec,
  portalSpec,
  urlsOf,
  workerSpec,
} from "../services/specs.ts";
import { red, say, step } from "../terminal.ts";
import { readCellConfig } from "./cell-config.ts";
import { type DemoAccess, makeDemoContent } from "./demo-content.ts";
import { initialiseCell } from "./initialise-cell.ts";
import type { Ports } from "./ports.ts";
import { registerCell } from "./register-cell.ts";
import { loadSecrets, writePrivately } from "./secrets.ts";

export interface StackOptions {
  readonly stateDir: string;
  readonly ports: Ports;
  readonly watch: boolean;
  readonly pythonIndex?: string;
  readonly signIn?: Readonly<Record<string, string>>;
}

export interface RunningStack {
  readonly description: Stack;
  readonly stackFile: string;
  stop(): Promise<void>;
}

/** What was started so far, ended in the opposite order. */
class Started {
  readonly #stops: (() => Promise<void>)[] = [];

  add(stop: () => Promise<void>): void {
    this.#stops.unshift(stop);
  }

  async stop(): Promise<void> {
    for (const stop of this.#stops.splice(0)) await stop();
  }
}

async function startDatabase(options: StackOptions, password: string, started: Started): Promise<KeptPostgres> {
  const { stateDir, ports } = options;
  const log = path.join(stateDir, "logs", "postgres.log");
  const postgres = await keepEmbeddedPostgres(
    { dataDir: path.join(stateDir, "postgres"), port: ports.postgres, password },
    (lastLines, pauseMs) => {
      appendFileSync(log, `${lastLines}\n`);
      say(red(`✘ PostgreSQL ended unexpectedly; it starts again in ${pauseMs} ms (log: ${log})`));
    },
  );
  started.add(() => postgres.stop());
  return postgres;
}

async function startServices(specs: readonly ServiceSpec[], logDir: string, started: Started): Promise<void> {
  const results = await Promise.allSettled(specs.map((spec) => startService(spec, logDir)));
  const running = results.flatMap((result): Service[] => (result.status === "fulfilled" ? [result.value] : []));
  started.add(async () => {
    await Promise.all(running.map((service) => service.stop()));
  });
  for (const result of results) if (result.status === "rejected") throw result.reason;
}

function describe(
  installation: Installation,
  databaseUrl: string,
  region: string,
  engineKey: Stack["engineCredentials"],
  demo: DemoAccess,
): Stack {
  return {
    ...urlsOf(installation.ports),
    database: databaseUrl,
    region,
    engineCredentials: engineKey,
    users: demo.users,
    apiClients: demo.apiClients,
  };
}

/**
 * Brings the whole product up on this machine and writes `stack.json`.
 * On any failure everything that was started is ended again before it throws.
 */
export async function startStack(options: StackOptions): Promise<RunningStack> {
  const { stateDir, ports } = options;
  const logDir = path.join(stateDir, "logs");
  mkdirSync(logDir, { recursive: true, mode: 0o755 });
  const secrets = loadSecrets(stateDir);
  const started = new Started();
  let db: Db | undefined;
  try {
    const postgres = await step("Starting PostgreSQL", () => startDatabase(options, secrets.ownerPassword, started));
    const ownerUrl = postgres.url("annex");
    const { appPassword, operatorPassword } = secrets;
    await step("Applying migrations", () => migrate({ ownerUrl, appPassword, operatorPassword }));
    const appUrl = urlForRole(ownerUrl, "annex_app", appPassword);
    const operatorUrl = urlForRole(ownerUrl, "annex_operator", operatorPassword);
    const { watch, pythonIndex, signIn } = options;
    const installation: Installation = { stateDir, ports, secrets, appUrl, operatorUrl, watch, pythonIndex, signIn };

    await initialiseCell(stateDir);
    const cell = readCellConfig(cellFile(stateDir));
    await step("Starting the engine", () => startServices([engineSpec(installation)], logDir, started));
    db = createDb({ appUrl, operatorUrl, poolSize: 2 });
    const registered = await registerCell(db, cell, urlsOf(ports).engine);

    const rest = [
      identitySpec(installation),
      dataPlaneSpec(installation, cell),
      workerSpec(installation, cell),
      demoSpec(installation),
      portalSpec(installation),
    ];
    await step("Starting identity, data plane, worker and portal", () => startServices(rest, logDir, started));
    const demo = await makeDemoContent({
      ...{ db, appUrl, stateDir, secrets, cell: registered },
      urls: urlsOf(ports),
    });

    const admin = cell.users.find(({ name }) => name === "admin");
    const engineKey = { accessKeyId: admin?.accessKeyId ?? "", secretAccessKey: admin?.secretAccessKey ?? "" };
    const description = describe(installation, ownerUrl, cell.region, engineKey, demo);
    const stackFile = path.join(stateDir, "stack.json");
    writePrivately(stackFile, `${JSON.stringify(description, null, 2)}\n`);
    return { description, stackFile, stop: () => started.stop() };
  } catch (error) {
    await started.stop();
    throw error;
  } finally {
    await db?.close();
  }
}

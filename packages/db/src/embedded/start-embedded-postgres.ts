import { type ChildProcess, execFile, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { chownSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import pg from "pg";
import { isWalkable, postgresPrograms } from "./binaries.ts";
import { type ServerUser, serverUser } from "./server-user.ts";

const run = promisify(execFile);

export interface EmbeddedPostgresOptions {
  /** Where the cluster lives; made at first start. */
  readonly dataDir: string;
  readonly port: number;
  /** Of the owner role `annex_owner`; must be the same at each start. */
  readonly password: string;
  /** False gives up durability for speed: for tests only. */
  readonly durable?: boolean;
}

export interface EmbeddedPostgres {
  /** The owner's URL of a database; nothing is created. */
  url(database: string): string;
  readonly pid: number;
  /** Resolves when the server has ended by itself, with its last lines. */
  readonly exited: Promise<string>;
  stop(): Promise<void>;
}

const ownerRole = "annex_owner";
/** Ends the server when this process dies, however it dies (util-linux; everywhere on Debian). */
const dieWithParent = existsSync("/usr/bin/setpriv") ? ["/usr/bin/setpriv", "--pdeathsig", "INT", "--"] : [];
// NODE_ENV is nothing to PostgreSQL: types that the portal brings demand it of every environment
const environment = { PATH: "/usr/bin:/bin", LC_ALL: "C", TZ: "UTC", NODE_ENV: "production" } as const;

/** A folder that the server's user can reach: `wanted`, or one below /var/lib where `wanted` lies behind a closed door. */
function reachable(wanted: string, user: ServerUser | undefined): string {
  mkdirSync(wanted, { recursive: true, mode: 0o755 });
  if (!user || isWalkable(path.dirname(wanted))) return wanted;
  const id = createHash("sha256").update(wanted).digest("hex").slice(0, 12);
  const elsewhere = `/var/lib/annex-${id}`;
  mkdirSync(elsewhere, { recursive: true, mode: 0o755 });
  return path.join(elsewhere, "postgres");
}

async function initialise(programs: string, cluster: string, password: string, user: ServerUser | undefined) {
  rmSync(cluster, { recursive: true, force: true });
  mkdirSync(cluster, { recursive: true, mode: 0o700 });
  const passwordFile = `${cluster}.password`;
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (user) {
    chownSync(cluster, user.uid, user.gid);
    chownSync(passwordFile, user.uid, user.gid);
  }
  const fixed = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "-E", "UTF8", "-A", "scram-sha-256"];
  const named = ["-D", cluster, "-U", ownerRole, `--pwfile=${passwordFile}`];
  try {
    await run(path.join(programs, "initdb"), [...named, ...fixed], { ...user, env: environment, cwd: "/" });
    writeFileSync(`${cluster}.complete`, "");
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

/** Ends a server that an earlier, killed start left on this cluster; leaves every other process alone. */
async function endLeftOver(cluster: string): Promise<void> {
  const pidFile = path.join(cluster, "postmaster.pid");
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, "utf8").split("\n")[0]);
  const isOurs = () => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(cluster);
    } catch {
      return false;
    }
  };
  if (!isOurs()) return;
  process.kill(pid, "SIGINT");
  for (let waited = 0; isOurs() && waited < 10_000; waited += 50) await delay(50);
}

async function untilReady(url: string, hasEnded: () => boolean): Promise<"ready" | "ended" | "silent"> {
  for (let attempt = 0; attempt < 600; attempt += 1) {
    if (hasEnded()) return "ended";
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 1000 });
    try {
      await client.connect();
      return "ready";
    } catch {
      await delay(25);
    } finally {
      await client.end().catch(() => undefined);
    }
  }
  return "silent";
}

interface Server {
  readonly process: ChildProcess;
  readonly exited: Promise<string>;
  lastLines(): string;
}

function launch(command: readonly string[], user: ServerUser | undefined): Server {
  const [program = "", ...args] = [...dieWithParent, ...command];
  const server = spawn(program, args, {
    ...user,
    env: environment,
    cwd: "/",
    stdio: ["ignore", "ignore", "pipe"],
    detached: true,
  });
  let lines: string[] = [];
  server.stderr.setEncoding("utf8").on("data", (text: string) => {
    lines = [...lines, ...text.trimEnd().split("\n")].slice(-20);
  });
  const lastLines = () => lines.join("\n");
  const exited = new Promise<string>((done) => {
    server.once("error", (error) => done(error.message));
    server.once("exit", () => done(lastLines()));
  });
  return { process: server, exited, lastLines };
}

const hasEnded = ({ exitCode, signalCode }: ChildProcess) => exitCode !== null || signalCode !== null;
/** What a server says while the children of a killed one still hold the cluster: they end within moments. */
const stillHeld = /is still in use|lock file .* already exists/;

/** Launches until the server answers; again while a killed one's children hold the cluster, for ten seconds at most. */
async function launchUntilReady(command: readonly string[], user: ServerUser | undefined, url: string) {
  const giveUpAt = Date.now() + 10_000;
  for (;;) {
    const server = launch(command, user);
    const state = await untilReady(url, () => hasEnded(server.process));
    if (state === "ready") return server;
    if (state === "silent") {
      server.process.kill("SIGKILL");
      throw new Error(`PostgreSQL did not answer within 15 seconds:\n${server.lastLines()}`);
    }
    const lines = await server.exited;
    if (!stillHeld.test(lines) || Date.now() > giveUpAt) throw new Error(`PostgreSQL ended while starting:\n${lines}`);
    await delay(50);
  }
}

/**
 * Starts a real PostgreSQL from the npm package, on 127.0.0.1 only, and makes its cluster at first start.
 * @throws with the server's last lines when it cannot start (port taken, disk full, damaged cluster).
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const user = serverUser();
  const cluster = reachable(options.dataDir, user);
  const programs = postgresPrograms(path.dirname(cluster), user !== undefined);
  if (!existsSync(`${cluster}.complete`)) await initialise(programs, cluster, options.password, user);
  await endLeftOver(cluster);
  const speed =
    options.durable === false ? ["-c", "fsync=off", "-c", "full_page_writes=off", "-c", "synchronous_commit=off"] : [];
  const settings = ["-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "max_connections=200"];
  const postgres = [path.join(programs, "postgres"), "-D", cluster, "-p", String(options.port), ...settings, ...speed];
  const url = (database: string) =>
    `postgresql://${ownerRole}:${encodeURIComponent(options.password)}@127.0.0.1:${options.port}/${database}`;
  const server = await launchUntilReady(postgres, user, url("postgres"));
  const stop = async () => {
    if (!hasEnded(server.process)) server.process.kill("SIGINT");
    await server.exited;
  };
  return { url, pid: server.process.pid ?? 0, exited: server.exited, stop };
}

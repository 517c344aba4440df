import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream, existsSync, mkdirSync } from "node:fs";
import { connect } from "node:net";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { childEnvironment, root } from "../env.ts";
import { PlainError, red, say } from "../terminal.ts";

export interface ServiceSpec {
  readonly name: string;
  /** Program and arguments; `node` is the repository's own. */
  readonly command: readonly [string, ...string[]];
  readonly environment: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Ready when this answers below 500; `tcp://host:port` when a connection is taken. */
  readonly healthUrl: string;
}

export interface Service {
  readonly name: string;
  stop(): Promise<void>;
}

const readyWithinMs = 60_000;
const endWithinMs = 10_000;
const restartDelaysMs = [200, 500, 1000, 2000, 5000];
const stableAfterMs = 60_000;

/** Ends the child when this process dies, however it dies (util-linux; everywhere on Debian). */
const dieWithParent = existsSync("/usr/bin/setpriv") ? ["/usr/bin/setpriv", "--pdeathsig", "TERM", "--"] : [];

function takesConnections(address: URL): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(Number(address.port), address.hostname);
    socket.once("connect", () => {
      socket.destroy();
      done(true);
    });
    socket.once("error", () => done(false));
  });
}

async function answers(url: string): Promise<boolean> {
  const address = new URL(url);
  if (address.protocol === "tcp:") return takesConnections(address);
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2000), redirect: "manual" });
    return response.status < 500;
  } catch {
    return false;
  }
}

/**
 * Starts a service, waits until it is ready, and starts it again (with growing pauses) whenever it ends by itself.
 * @throws PlainError with the last lines of its log when it does not become ready.
 */
export async function startService(spec: ServiceSpec, logDir: string): Promise<Service> {
  mkdirSync(logDir, { recursive: true });
  const log = createWriteStream(path.join(logDir, `${spec.name}.log`), { flags: "a" });
  const stopped = new AbortController();
  let lastLines: string[] = [];
  let child: ChildProcess | undefined;

  const launch = () => {
    const [program = "", ...args] = [...dieWithParent, ...spec.command];
    const next = spawn(program, args, {
      cwd: spec.cwd ?? root,
      env: { ...childEnvironment, ...spec.environment },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true, // Ctrl-C reaches only the starter, which ends its services in order
    });
    for (const stream of [next.stdout, next.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        log.write(text);
        lastLines = [...lastLines, ...text.trimEnd().split("\n")].slice(-20);
      });
    }
    child = next;
    return new Promise<void>((done) => {
      next.once("error", () => done());
      next.once("exit", () => done());
    });
  };

  let exited = launch();
  const deadline = Date.now() + readyWithinMs;
  while (!(await answers(spec.healthUrl))) {
    const ended = child?.exitCode !== null;
    if (ended || Date.now() > deadline) {
      child?.kill("SIGKILL");
      throw new PlainError(`${spec.name} did not start:\n${lastLines.join("\n")}`);
    }
    await delay(50);
  }

  const keepRunning = async () => {
    let failures = 0;
    while (!stopped.signal.aborted) {
      const started = Date.now();
      await exited;
      if (stopped.signal.aborted) return;
      failures = Date.now() - started > stableAfterMs ? 1 : failures + 1;
      const pause = restartDelaysMs[Math.min(failures, restartDelaysMs.length) - 1] ?? 5000;
      say(
        red(
          `✘ ${spec.name} ended unexpectedly; it starts again in ${pause} ms (log: ${path.join(logDir, `${spec.name}.log`)})`,
        ),
      );
      await delay(pause, undefined, { signal: stopped.signal }).catch(() => undefined);
      if (!stopped.signal.aborted) exited = launch();
    }
  };
  const running = keepRunning();

  return {
    name: spec.name,
    async stop() {
      stopped.abort();
      child?.kill("SIGTERM");
      const force = setTimeout(() => child?.kill("SIGKILL"), endWithinMs);
      await exited;
      clearTimeout(force);
      await running;
      log.end();
    },
  };
}

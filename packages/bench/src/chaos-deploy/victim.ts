import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";

/** A process that is killed without a word and started again. */
export interface Victim {
  readonly name: string;
  /** kill -9, then a new process; resolves when that one is there (for a server: answers). */
  killAndRestart(): Promise<void>;
  stop(): Promise<void>;
}

interface ProcessSpec {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  readonly cwd?: string;
  readonly env: Readonly<Record<string, string>>;
  /** Asked until it answers below 500. */
  readonly healthUrl: string;
}

async function untilHealthy(url: string): Promise<void> {
  for (let attempt = 0; attempt < 2400; attempt += 1) {
    const answer = await fetch(url, { signal: AbortSignal.timeout(2000), redirect: "manual" }).catch(() => null);
    if (answer && answer.status < 500) return;
    await delay(50);
  }
  throw new Error(`${url} does not answer.`);
}

/** A Node process of ours. One that ends by itself while another part is away is started again, as the platform does. */
export async function startProcess(spec: ProcessSpec): Promise<Victim> {
  const [program, ...args] = spec.command;
  let stopped = false;
  let child: ChildProcess;
  const launch = () => {
    const next = spawn(program, args, { ...(spec.cwd ? { cwd: spec.cwd } : {}), env: spec.env, stdio: "ignore" });
    next.once("exit", () => {
      if (!stopped && child === next) setTimeout(() => !stopped && child === next && launch(), 200);
    });
    child = next;
  };
  const end = async (signal: NodeJS.Signals) => {
    const ending = child;
    if (ending.exitCode !== null || ending.signalCode !== null) return;
    const exited = once(ending, "exit");
    ending.kill(signal);
    await exited;
  };
  // whoever ends the bench half-way leaves nothing behind
  process.once("exit", () => {
    stopped = true;
    child.kill("SIGKILL");
  });
  launch();
  await untilHealthy(spec.healthUrl);
  return {
    name: spec.name,
    async killAndRestart() {
      const before = child;
      await end("SIGKILL");
      if (child === before) launch();
      await untilHealthy(spec.healthUrl);
    },
    async stop() {
      stopped = true;
      const force = setTimeout(() => child.kill("SIGKILL"), 10_000);
      await end("SIGTERM");
      clearTimeout(force);
    },
  };
}

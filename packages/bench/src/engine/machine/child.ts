import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { Connection } from "./connection.ts";
import type { WireRequest } from "./load.ts";

export interface StartChild {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Keep standard input and output as pipes, for a program that is talked to. */
  readonly talks?: boolean;
  /** Show what it writes to its standard error. */
  readonly complains?: boolean;
}

const living = new Set<ChildProcess>();

/**
 * Starts a process in a group of its own. Its environment is only what is named here: a build machine's
 * `NODE_EXTRA_CA_CERTS` alone triples the start of every Node process.
 */
export function startChild({
  command,
  args,
  cwd,
  environment = {},
  talks = false,
  complains = talks,
}: StartChild): ChildProcess {
  const child = spawn(command, args, {
    env: { PATH: process.env.PATH ?? "/usr/bin:/bin", HOME: cwd ?? "/tmp", LANG: "C.UTF-8", ...environment },
    stdio: [talks ? "pipe" : "ignore", talks ? "pipe" : "ignore", complains ? "inherit" : "ignore"],
    detached: true,
    ...(cwd === undefined ? {} : { cwd }),
  });
  living.add(child);
  child.once("exit", () => living.delete(child));
  return child;
}

function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (pid !== undefined) process.kill(-pid, signal);
  } catch {
    // The group has ended.
  }
}

/** Ends a process and its group; SIGKILL after five seconds. */
export async function stopChild(child: ChildProcess, signal: NodeJS.Signals = "SIGKILL"): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, "exit");
  signalGroup(child, signal);
  const patience = setTimeout(() => signalGroup(child, "SIGKILL"), 5_000);
  await exited;
  clearTimeout(patience);
  signalGroup(child, "SIGKILL");
}

/** Ends whatever is left, for a benchmark that stops half-way. */
export function killAllChildren(): void {
  for (const child of living) signalGroup(child, "SIGKILL");
}

// Also when the benchmark ends by an error before it has everything in hand.
process.on("exit", killAllChildren);

/** Asks until the answer is a 200. @throws after `patienceMs`. */
export async function untilAnswers({ port, bytes }: WireRequest, name: string, patienceMs = 60_000): Promise<void> {
  const deadline = Date.now() + patienceMs;
  let last = "nothing";
  for (;;) {
    try {
      const connection = await Connection.open(port);
      const { status, body } = await connection.ask(bytes).finally(() => connection.close());
      if (status === 200) return;
      last = `${status} ${body.toString("utf8").slice(0, 300)}`;
    } catch {
      // It does not listen yet.
    }
    if (Date.now() > deadline) throw new Error(`${name} answered ${last} for ${patienceMs / 1000} s`);
    await delay(5);
  }
}

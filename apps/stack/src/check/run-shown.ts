import { type StdioOptions, spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { root } from "../env.ts";
import { PlainError } from "../terminal.ts";
import { checkEnvironment } from "./environment.ts";

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
const killMs = 2_000;

function signalGroup(group: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-group, signal);
  } catch {
    // Nobody of it is left.
  }
}

/** Who is dead and waits for a parent that never asks is not there any more. */
function isAnybodyOf(group: number): boolean {
  return readdirSync("/proc").some((pid) => {
    try {
      // `pid (name) state parent group …`, where a name may hold anything
      const [state, , ofGroup] = readFileSync(`/proc/${pid}/stat`, "latin1").split(") ").at(-1)?.split(" ") ?? [];
      return Number(ofGroup) === group && state !== "Z" && state !== "X";
    } catch {
      return false;
    }
  });
}

/** What a test started and did not live to end. */
async function endGroup(group: number, patienceMs: number): Promise<void> {
  for (const [signal, ms] of [
    ["SIGTERM", patienceMs],
    ["SIGKILL", killMs],
  ] as const) {
    if (isAnybodyOf(group)) signalGroup(group, signal);
    for (const until = Date.now() + ms; isAnybodyOf(group) && Date.now() < until; ) await delay(50);
  }
}

/**
 * Runs a program of the repository, in a process group of its own, with its output on the terminal; answers its exit
 * code once nothing that it started is left. Ctrl-C and other signals to end go on to the group, and end the run.
 */
export async function runShown(
  program: string,
  args: readonly string[],
  extra: Record<string, string> = {},
  patienceMs = 10_000,
): Promise<number> {
  const environment = { ...checkEnvironment, ...extra };
  const stdio: StdioOptions = ["ignore", "inherit", "inherit"];
  const child = spawn(program, [...args], { cwd: root, stdio, env: environment, detached: true });
  let endedBy: NodeJS.Signals | undefined;
  const goOn = (signal: NodeJS.Signals) => {
    endedBy = signal;
    if (child.pid !== undefined) signalGroup(child.pid, signal);
  };
  for (const signal of signals) process.on(signal, goOn);
  try {
    const code = await new Promise<number>((done, fail) => {
      child.once("error", fail);
      child.once("exit", (exitCode) => done(exitCode ?? 1));
    });
    if (child.pid !== undefined) await endGroup(child.pid, patienceMs);
    if (endedBy !== undefined) throw new PlainError(`Ended by ${endedBy}.`);
    return code;
  } finally {
    for (const signal of signals) process.off(signal, goOn);
  }
}

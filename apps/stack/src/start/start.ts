import { readFileSync } from "node:fs";
import path from "node:path";
import { stackSchema } from "@annex/contract";
import { env } from "../env.ts";
import { say } from "../terminal.ts";
import { checkPorts, portsFrom } from "./ports.ts";
import { checkDisk, checkSandbox, needProgram } from "./preconditions.ts";
import { printAccess } from "./print-access.ts";
import { runningPid, takeLock } from "./running-lock.ts";
import type { RunningStack } from "./start-stack.ts";
import { untilSignal } from "./until-signal.ts";

function tellRunning(pid: number): void {
  const stackFile = path.join(env.ANNEX_STATE_DIR, "stack.json");
  say(`Annex is already running (process ${pid}).`);
  printAccess({ stackFile, description: stackSchema.parse(JSON.parse(readFileSync(stackFile, "utf8"))) });
}

async function bringUp(watch: boolean): Promise<RunningStack> {
  const { buildPortal, generateClient, packTypings } = await import("./build.ts");
  await generateClient();
  await (watch ? packTypings() : buildPortal());
  const { startStack } = await import("./start-stack.ts"); // needs the generated client
  return startStack({ stateDir: env.ANNEX_STATE_DIR, ports: portsFrom(env.ANNEX_PORT_BASE), watch });
}

/** `npm start`: everything up, until Ctrl-C. `watch` is `npm run dev`. */
export async function start(watch: boolean): Promise<void> {
  const pid = runningPid(env.ANNEX_STATE_DIR);
  if (pid) return tellRunning(pid);
  checkDisk(env.ANNEX_STATE_DIR);
  await checkSandbox();
  await needProgram("python3", "python3", "it runs Python functions");
  await checkPorts(portsFrom(env.ANNEX_PORT_BASE));
  const release = takeLock(env.ANNEX_STATE_DIR);
  const stopping = untilSignal();
  try {
    const stack = await bringUp(watch);
    printAccess(stack);
    await stopping;
    say("\nEnding …");
    await stack.stop();
    say("Ended. The data stays.");
  } finally {
    release();
  }
}

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { inheritedDescriptors } from "./inherited-descriptors.ts";
import { Launch, type LaunchedProcess, launcherMessage } from "./launch.ts";

/** What the launcher is to start. The environment is exactly what is given: nothing of the engine's is inherited. */
export interface LaunchOrder {
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Opened for the process to read: bubblewrap's seccomp filter. */
  readonly seccompFile?: string;
  readonly cwd?: string;
  /** Made before, parents first: folders that the sandbox's user may walk through, and cgroups. */
  readonly folders: readonly string[];
  readonly cgroups: readonly string[];
}

const script = fileURLToPath(new URL("./launcher.mjs", import.meta.url));
// Read once: what the engine opens itself closes by itself.
const inherited = inheritedDescriptors();
const ATTEMPTS = 3;

class LauncherEnded extends Error {}

/** The process that starts sandboxes: small, so that copying it takes little, and beside the engine's own thread. */
export class Launcher {
  #child: ChildProcess | undefined;
  readonly #launches = new Map<number, Launch>();
  #launched = 0;

  constructor() {
    this.#child = this.#begin();
  }

  /** Resolves when the process runs and its streams are here. Throws where it cannot be started. */
  async start(order: LaunchOrder): Promise<LaunchedProcess> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#ask(order);
      } catch (error) {
        // Another one is asked once more.
        if (!(error instanceof LauncherEnded) || attempt === ATTEMPTS) throw error;
      }
    }
  }

  /** Ends the launcher, and with it whatever it started and that still runs. */
  async stop(): Promise<void> {
    const child = this.#child;
    if (child === undefined) return;
    const exited = once(child, "exit");
    child.stdin?.end();
    await exited;
  }

  #ask(order: LaunchOrder): Promise<LaunchedProcess> {
    const launch = new Launch();
    const id = this.#launched++;
    this.#launches.set(id, launch);
    this.#child ??= this.#begin();
    // What could not be sent any more is known when the launcher's end is.
    this.#child.send({ id, ...order }, () => {});
    void launch.over.then(() => this.#launches.delete(id));
    return launch.started;
  }

  #begin(): ChildProcess {
    const nothing = inherited.length === 0 ? undefined : openSync("/dev/null", "r");
    const child = spawn(process.execPath, [script], {
      stdio: covering(["pipe", "ignore", "inherit", "ipc"], nothing),
      env: {},
    });
    if (nothing !== undefined) closeSync(nothing);
    child.stdin?.on("error", () => {}); // it ended first
    child.on("message", (message, handle) => {
      const told = launcherMessage.parse(message);
      this.#launches.get(told.id)?.hear(told, handle);
    });
    const ended = (reason: string) => {
      if (this.#child === child) this.#child = undefined;
      for (const launch of this.#launches.values())
        launch.end(new LauncherEnded(`what starts sandboxes ended (${reason})`));
    };
    child.on("error", (error) => ended(error.message));
    child.on("exit", (code, signal) => ended(String(signal ?? code)));
    return child;
  }
}

/** Puts nothing at the place of each descriptor that would be inherited; those left out are closed already. */
function covering(own: readonly StdioEntry[], nothing: number | undefined): StdioEntry[] {
  const stdio = [...own];
  for (const descriptor of inherited) if (descriptor >= own.length) stdio[descriptor] = nothing ?? "ignore";
  return Array.from(stdio, (entry) => entry ?? "ignore");
}

type StdioEntry = "ignore" | "pipe" | "inherit" | "ipc" | number;

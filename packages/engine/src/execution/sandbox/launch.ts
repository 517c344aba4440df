import { Socket } from "node:net";
import { z } from "zod";

/** A process that the launcher started. */
export interface LaunchedProcess {
  readonly pid: number;
  readonly streams: Readonly<Record<StreamName, Socket>>;
  /** The process ID on the host of bubblewrap's child, the one in the sandbox's network. */
  readonly networkPid: Promise<number>;
  /** How the process ended; by then its streams have been read. */
  readonly exited: Promise<ProcessExit>;
}

interface ProcessExit {
  readonly code: number | null;
  readonly signal: string | null;
}

const streamNames = ["stdout", "stderr", "log", "runtime"] as const;
type StreamName = (typeof streamNames)[number];

const id = z.number();
/** What the launcher tells; with `stream` comes its socket. */
export const launcherMessage = z.discriminatedUnion("kind", [
  z.object({ id, kind: z.literal("stream"), stream: z.enum(streamNames) }),
  z.object({ id, kind: z.literal("started"), pid: z.number() }),
  z.object({ id, kind: z.literal("network"), pid: z.number() }),
  z.object({ id, kind: z.literal("exited"), code: z.number().nullable(), signal: z.string().nullable() }),
  z.object({ id, kind: z.literal("refused"), reason: z.string() }),
]);
type LauncherMessage = z.infer<typeof launcherMessage>;

/** One process on its way through the launcher, and as long as it lives. */
export class Launch {
  readonly started: Promise<LaunchedProcess>;
  /** Resolves when nothing more is heard of it. */
  readonly over: Promise<void>;
  readonly #streams = new Map<StreamName, Socket>();
  readonly #network: Promise<number>;
  readonly #exited: Promise<ProcessExit>;
  #pid: number | undefined;
  #start: (process: LaunchedProcess) => void = () => {};
  #refuse: (error: Error) => void = () => {};
  #tellNetwork: (pid: number) => void = () => {};
  #exit: (exit: ProcessExit) => void = () => {};

  constructor() {
    this.started = new Promise((resolve, reject) => {
      this.#start = resolve;
      this.#refuse = reject;
    });
    this.#network = new Promise((resolve) => {
      this.#tellNetwork = resolve;
    });
    this.#exited = new Promise((resolve) => {
      this.#exit = resolve;
    });
    this.over = Promise.race([this.#exited, this.started.then(() => this.#exited)]).then(
      () => {},
      () => {},
    );
  }

  hear(message: LauncherMessage, handle: unknown): void {
    if (message.kind === "stream") this.#take(message.stream, handle);
    else if (message.kind === "started") this.#become(message.pid);
    else if (message.kind === "network") this.#tellNetwork(message.pid);
    else if (message.kind === "refused") this.fail(new Error(message.reason));
    else this.#exit({ code: message.code, signal: message.signal });
  }

  /** It did not start: whatever there is of it finds its streams closed, and ends. */
  fail(error: Error): void {
    this.#refuse(error);
    if (this.#pid === undefined) for (const stream of this.#streams.values()) stream.destroy();
  }

  /** The launcher ended. Sandboxes ended with it, and what waits to become one is ended here. */
  end(error: Error): void {
    this.fail(error);
    if (this.#pid === undefined) return;
    try {
      process.kill(this.#pid, "SIGKILL");
    } catch {
      // It ended already.
    }
    this.#exit({ code: null, signal: "SIGKILL" });
  }

  #take(name: StreamName, handle: unknown): void {
    // Of a process that has ended meanwhile there is none any more.
    if (!(handle instanceof Socket))
      return void this.fail(new Error("the process of a sandbox ended before it was used"));
    // A sandbox that dies resets its streams; its exit is what we act on.
    handle.on("error", () => {});
    this.#streams.set(name, handle);
  }

  #become(pid: number): void {
    const [stdout, stderr, log, runtime] = streamNames.map((name) => this.#streams.get(name));
    if (stdout === undefined || stderr === undefined || log === undefined || runtime === undefined)
      return void this.fail(new Error("the process of a sandbox ended before it was used"));
    this.#pid = pid;
    const streams = { stdout, stderr, log, runtime };
    const exited = exitAfterReading(this.#exited, Object.values(streams));
    // Where nobody tells, there is no network of its own.
    const networkPid = Promise.race([this.#network, exited.then(() => pid)]);
    this.#start({ pid, streams, exited, networkPid });
  }
}

async function exitAfterReading(exited: Promise<ProcessExit>, streams: readonly Socket[]): Promise<ProcessExit> {
  const closed = streams.map((stream) => new Promise((resolve) => stream.once("close", resolve)));
  const exit = await exited;
  // Nobody waits any more for what is left in them.
  for (const stream of streams) stream.resume();
  await Promise.all(closed);
  return exit;
}

import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { EgressSession } from "../egress/egress-gate.ts";
import type { LanguageRuntime } from "../sandbox/language-runtimes.ts";
import type { SandboxExit } from "../sandbox/sandbox.ts";
import type { FunctionSpec, InvokeRequest, InvokeResult } from "../types.ts";
import type { EnvironmentHost } from "./environment-host.ts";
import {
  type EnvironmentSandbox,
  limitCgroup,
  MAX_PROCESSES,
  RUNTIME_ALLOWANCE_MB,
  type SandboxSize,
  startEnvironmentSandbox,
} from "./environment-sandbox.ts";
import { InvocationLog } from "./invocation-log.ts";
import { lambdaVariables } from "./lambda-variables.ts";
import { LogFrames } from "./log-frames.ts";
import { LogLines } from "./log-lines.ts";
import { exited, failed, type Outcome, succeeded, timedOut, tooLarge } from "./outcome.ts";
import { placeCode } from "./place-code.ts";
import { platformLines } from "./platform-lines.ts";
import { RuntimeConnection, type RuntimeMessage } from "./runtime-connection.ts";

const INIT_TIMEOUT_MS = 10_000;
/** A short while in which the next invocation needs no thaw. */
const FREEZE_AFTER_MS = 5;
const WATCH_MEMORY_MS = 50;

let environmentsStarted = 0;

/** One execution environment: a sandbox with a runtime client, given to one function version at most, one invocation at a time. */
export class Environment {
  readonly id = randomBytes(5).toString("hex");
  readonly runtime: LanguageRuntime;
  readonly size: SandboxSize;
  /** Called when the environment can take an invocation, and once when it ended. */
  onIdle: () => void = () => {};
  onEnd: () => void = () => {};
  spec: FunctionSpec | undefined;
  logStream = "";
  ended = false;
  idleSince = 0;

  readonly #host: EnvironmentHost;
  readonly #parts: EnvironmentSandbox;
  readonly #connection: RuntimeConnection;
  readonly #startedAt = Date.now();
  readonly #ready = deferred();
  readonly #removed = deferred();
  readonly #outputs: { readonly lines: LogLines }[] = [];
  #egress: EgressSession | undefined;
  #log: InvocationLog | undefined;
  #waiting: { readonly requestId: string; readonly settle: (outcome: Outcome) => void } | undefined;
  #initialised: ((outcome: Outcome | undefined) => void) | undefined;
  #timeout: NodeJS.Timeout | undefined;
  #freezeTimer: NodeJS.Timeout | undefined;
  #frozen = false;
  #outOfMemory = false;

  constructor(host: EnvironmentHost, runtime: LanguageRuntime, size: SandboxSize, variables: Record<string, string>) {
    this.#host = host;
    this.runtime = runtime;
    this.size = size;
    this.#parts = startEnvironmentSandbox(host, runtime, size, {
      id: this.id,
      number: environmentsStarted++,
      variables,
    });
    const { sandbox } = this.#parts;
    this.#connection = new RuntimeConnection(
      sandbox.runtime,
      (message) => this.#receive(message),
      () => sandbox.kill(),
    );
    this.#readOutput();
    // Whoever waits for readiness hears of it; an environment of the pool may have nobody waiting.
    this.#ready.promise.catch(() => {});
    void sandbox.exited.then((exit) => this.#end(exit));
  }

  /** Process IDs on the host of everything in this environment. */
  pids(): number[] {
    return this.#parts.sandbox.pids();
  }

  cgroupPids(): number[] {
    return this.#parts.cgroup.pids();
  }

  /** Resolves when the runtime client waits for a function. */
  get ready(): Promise<void> {
    return this.#ready.promise;
  }

  /**
   * Gives the environment its function, for its whole life, and runs one invocation with the init phase before it.
   * Rejects when the sandbox itself could not be started: that is the engine's failure, not the function's.
   */
  async begin(request: InvokeRequest, cold: boolean): Promise<InvokeResult> {
    try {
      return await this.#begin(request, cold ? this.#startedAt : Date.now());
    } catch (error) {
      this.kill();
      throw error;
    }
  }

  /** Runs one more invocation. */
  invoke(request: InvokeRequest): Promise<InvokeResult> {
    clearTimeout(this.#freezeTimer);
    this.#freeze(false);
    const log = new InvocationLog(request.spec);
    this.#log = log;
    return this.#run(request, log);
  }

  /** Ends the environment whatever it does. */
  kill(): void {
    this.ended = true;
    this.#parts.sandbox.kill();
    if (this.#frozen) this.#freeze(false);
  }

  /** Ends the environment; resolves when no process, cgroup or folder of it is left. */
  async stop(): Promise<void> {
    this.kill();
    await this.#removed.promise;
  }

  async #begin(request: InvokeRequest, startedAt: number): Promise<InvokeResult> {
    const { spec } = request;
    this.spec = spec;
    this.logStream = newLogStream(spec.version);
    const log = new InvocationLog(spec);
    this.#log = log;
    platformLines.initStart(log, spec, startedAt);
    const failure = await this.#initialise(spec, request);
    const initMs = Date.now() - startedAt;
    if (failure === undefined) return this.#run(request, log, initMs);
    platformLines.initFailed(log, initMs, failure);
    platformLines.start(log, request.requestId, spec.version);
    await nextTurn();
    const result = this.#report(request, log, failure, initMs);
    this.kill();
    return result;
  }

  async #initialise(spec: FunctionSpec, request: InvokeRequest): Promise<Outcome | undefined> {
    const { folders, paths } = this.#parts;
    limitCgroup(this.#parts.cgroup, { memoryMb: spec.memoryMb, tmpMb: this.size.tmpMb });
    const placing = this.#place(spec, request);
    // A sandbox that did not start is told first; then nobody asks any more how this went.
    placing.catch(() => {});
    await this.#ready.promise;
    await placing;
    writeFileSync(join(folders.run, "hosts"), `127.0.0.1 localhost\n::1 localhost\n${this.#egress?.hosts ?? ""}`);
    const done = new Promise<Outcome | undefined>((resolve) => {
      this.#initialised = resolve;
    });
    const timer = setTimeout(() => this.#initialised?.(timedOut(request.requestId, INIT_TIMEOUT_MS)), INIT_TIMEOUT_MS);
    this.#connection.assign({
      variables: lambdaVariables(spec, paths, this.logStream),
      handler: spec.handler,
      taskRoot: paths.task,
      optRoot: paths.opt,
      runtime: spec.runtime,
      egress: spec.egress.map(({ host, port }) => `${host}:${port}`),
      confined: this.#host.confined,
    });
    const outcome = await done;
    clearTimeout(timer);
    this.#initialised = undefined;
    return outcome;
  }

  async #place(spec: FunctionSpec, request: InvokeRequest): Promise<void> {
    const { folders, sandbox } = this.#parts;
    await placeCode(spec.codeDir, folders.task);
    for (const layer of spec.layerDirs) await placeCode(layer, folders.opt);
    if (spec.egress.length === 0 || !this.#host.confined) return;
    const functionTold = { functionName: spec.functionName, tenantId: request.tenantId };
    this.#egress = await this.#host.egress.open(await sandbox.networkPid(), spec.egress, functionTold, (text, record) =>
      this.#log?.platform(text, "platform.egress", record),
    );
  }

  async #run(request: InvokeRequest, log: InvocationLog, initMs?: number): Promise<InvokeResult> {
    const { spec, requestId } = request;
    platformLines.start(log, requestId, spec.version);
    const startedAt = performance.now();
    const watch = setInterval(() => this.#watchMemory(spec), WATCH_MEMORY_MS);
    const outcome = await new Promise<Outcome>((settle) => {
      this.#waiting = { requestId, settle };
      this.#timeout = setTimeout(() => this.#expire(requestId, spec.timeoutMs), spec.timeoutMs);
      if (this.ended) settle(exited(requestId, { code: null, signal: null, reason: "" }, false));
      else this.#connection.give(request, Date.now() + spec.timeoutMs);
    });
    const durationMs = performance.now() - startedAt;
    clearInterval(watch);
    this.#waiting = undefined;
    if (outcome.status === "timeout") platformLines.timedOut(log, requestId, spec.timeoutMs);
    // What the function wrote before it answered is in the pipes already: one turn of the loop reads it.
    await nextTurn();
    return this.#report(request, log, outcome, durationMs, initMs);
  }

  #report(
    request: InvokeRequest,
    log: InvocationLog,
    outcome: Outcome,
    durationMs: number,
    initMs?: number,
  ): InvokeResult {
    const { spec, requestId } = request;
    for (const { lines } of this.#outputs) {
      const rest = lines.flush();
      if (rest !== undefined) log.line(rest);
    }
    log.close();
    const billedMs = Math.max(1, Math.ceil(durationMs + (initMs ?? 0)));
    const maxMemoryMb = Math.min(spec.memoryMb, Math.ceil((this.#parts.cgroup.peakBytes() ?? 0) / 1_048_576));
    const measured = { durationMs, billedMs, maxMemoryMb, ...(initMs === undefined ? {} : { initMs }) };
    platformLines.end(log, requestId);
    platformLines.report(log, requestId, outcome, { ...measured, memoryMb: spec.memoryMb });
    this.#log = undefined;
    const error = outcome.functionError === undefined ? {} : { functionError: outcome.functionError };
    return { payload: outcome.payload, ...error, ...measured, logs: log.entries, logStream: this.logStream };
  }

  #receive(message: RuntimeMessage): void {
    if (message.kind === "ready") this.#becomeReady();
    else if (message.kind === "init-error") this.#initialised?.(failed(message.body));
    else if (message.kind === "next") this.#takeNext();
    // An answer for another request ID than the one that runs is nobody's.
    else if (message.requestId === this.#waiting?.requestId) this.#waiting.settle(toOutcome(message));
  }

  #takeNext(): void {
    if (this.#initialised === undefined) this.#rest();
    else this.#initialised(undefined);
  }

  #becomeReady(): void {
    if (!this.#host.cgroups.can.pids && this.#host.confined) this.#parts.sandbox.limitProcesses(MAX_PROCESSES);
    this.#ready.resolve();
  }

  /** The runtime asked for the next event: the invocation phase is over. */
  #rest(): void {
    clearTimeout(this.#timeout);
    this.#freezeTimer = setTimeout(() => this.#freeze(true), FREEZE_AFTER_MS);
    this.idleSince = Date.now();
    // After the result of this invocation has been put together.
    setImmediate(() => setImmediate(() => this.ended || this.onIdle()));
  }

  #expire(requestId: string, timeoutMs: number): void {
    this.#waiting?.settle(timedOut(requestId, timeoutMs));
    this.kill();
  }

  #freeze(frozen: boolean): void {
    if (this.#frozen === frozen || (this.ended && frozen)) return;
    this.#frozen = frozen;
    try {
      this.#parts.sandbox.freeze(frozen);
    } catch {
      // The cgroup is gone with its environment.
    }
  }

  /** The kernel's limit has /tmp and caches in it; the processes alone are held to the memory size here. */
  #watchMemory(spec: FunctionSpec): void {
    const bytes = this.#parts.cgroup.processBytes() ?? this.#parts.sandbox.residentBytes();
    if (bytes <= (spec.memoryMb + RUNTIME_ALLOWANCE_MB) * 1_048_576) return;
    this.#outOfMemory = true;
    this.#parts.sandbox.kill();
  }

  #readOutput(): void {
    const { sandbox } = this.#parts;
    const frames = new LogFrames();
    sandbox.log.on("data", (bytes: Buffer) => {
      for (const { message, timestamp } of frames.push(bytes)) this.#log?.line(message, timestamp);
    });
    for (const stream of [sandbox.stdout, sandbox.stderr]) {
      const lines = new LogLines();
      this.#outputs.push({ lines });
      stream.on("data", (bytes: Buffer) => {
        for (const line of lines.push(bytes)) this.#log?.line(line);
      });
    }
  }

  async #end(exit: SandboxExit): Promise<void> {
    this.ended = true;
    clearTimeout(this.#timeout);
    clearTimeout(this.#freezeTimer);
    this.#egress?.close();
    const outOfMemory = this.#outOfMemory || this.#parts.cgroup.ranOutOfMemory();
    this.#ready.reject(new Error(`the sandbox did not start: ${exit.reason || JSON.stringify(exit)}`));
    this.#initialised?.(exited("", exit, outOfMemory));
    this.#waiting?.settle(exited(this.#waiting.requestId, exit, outOfMemory));
    this.onEnd();
    await this.#parts.remove();
    this.#removed.resolve();
  }
}

function toOutcome(message: Extract<RuntimeMessage, { kind: "response" | "error" }>): Outcome {
  if (message.kind === "error") return failed(message.body);
  return message.tooLarge ? tooLarge() : succeeded(message.body);
}

interface Deferred {
  readonly promise: Promise<void>;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

function deferred(): Deferred {
  let resolve = () => {};
  let reject: (error: Error) => void = () => {};
  const promise = new Promise<void>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  return { promise, resolve, reject };
}

const nextTurn = () => new Promise<void>((resolve) => setImmediate(() => setImmediate(resolve)));

function newLogStream(version: string): string {
  const day = new Date().toISOString().slice(0, 10).replaceAll("-", "/");
  return `${day}/[${version}]${randomBytes(16).toString("hex")}`;
}

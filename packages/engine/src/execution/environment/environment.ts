import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Readable } from "node:stream";
import type { EgressSession } from "../egress/egress-gate.ts";
import type { LanguageRuntime } from "../sandbox/language-runtimes.ts";
import type { SandboxExit } from "../sandbox/sandbox.ts";
import type { FunctionSpec, InvokeRequest, InvokeResult } from "../types.ts";
import type { EnvironmentHost } from "./environment-host.ts";
import {
  type EnvironmentSandbox,
  LATER_SHARE,
  limitCgroup,
  RUNTIME_ALLOWANCE_MB,
  type SandboxSize,
  startEnvironmentSandbox,
} from "./environment-sandbox.ts";
import { findEntry } from "./find-entry.ts";
import { InvocationLog } from "./invocation-log.ts";
import { lambdaVariables } from "./lambda-variables.ts";
import { LogFrames } from "./log-frames.ts";
import { LogLines } from "./log-lines.ts";
import { exited, failed, type Outcome, succeeded, timedOut, tooLarge } from "./outcome.ts";
import { placeCode } from "./place-code.ts";
import { platformLines } from "./platform-lines.ts";
import { ProvidedRuntimeChannel } from "./provided-runtime-channel.ts";
import { RuntimeConnection } from "./runtime-connection.ts";
import type { RuntimeChannel, RuntimeMessage } from "./runtime-messages.ts";
import { StreamedResponse } from "./streamed-response.ts";

/** A short while in which the next invocation needs no thaw. */
const FREEZE_AFTER_MS = 5;
const WATCH_MS = 50;
/** After its answer a runtime asks for the next event; one that does other things for this long is ended. */
const AFTER_ANSWER_MS = 2_000;
/** Requests out of turn, which a runtime client never makes; who makes more only wants to keep the engine busy. */
const MAX_STRAY_MESSAGES = 32;
/** Output that is dropped anyway is read slowly, so that who floods waits for itself and nobody else does. */
const DRAIN_PAUSE_MS = 10;
const LARGE_OUTPUT_BYTES = 16 << 10;

/** Where an environment is in its life; a message of the runtime counts in its own phase alone. */
type Phase = "starting" | "ready" | "initialising" | "initialised" | "invoking" | "answered" | "idle";

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
  readonly #channel: RuntimeChannel;
  readonly #startedAt = Date.now();
  readonly #ready = deferred();
  readonly #removed = deferred();
  readonly #outputs: { readonly lines: LogLines }[] = [];
  #egress: EgressSession | undefined;
  #log: InvocationLog | undefined;
  #waiting: { readonly requestId: string; readonly settle: (outcome: Outcome) => void } | undefined;
  #streamed: StreamedResponse | undefined;
  #initialised: ((outcome: Outcome | undefined) => void) | undefined;
  #timeout: NodeJS.Timeout | undefined;
  #freezeTimer: NodeJS.Timeout | undefined;
  #frozen = false;
  #phase: Phase = "starting";
  #strayMessages = 0;
  #givesWay = true;
  /** Streams that wait before they are read on; an invocation that begins does not wait for them. */
  readonly #paused = new Set<Readable>();
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
    const listener = {
      onMessage: (message: RuntimeMessage) => this.#receive(message),
      onStream: (requestId: string) => this.#openStream(requestId),
      onBroken: () => sandbox.kill(),
    };
    this.#channel =
      runtime.language === "provided"
        ? new ProvidedRuntimeChannel(sandbox, host.root, listener)
        : new RuntimeConnection(sandbox.runtime, listener);
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

  /** The runtime client waits for its function. */
  get isReady(): boolean {
    return this.#phase === "ready";
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
    for (const stream of this.#paused) stream.resume();
    const log = new InvocationLog(request.spec, this.#host.logAllowance(request.spec.functionName));
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
    const log = new InvocationLog(spec, this.#host.logAllowance(spec.functionName));
    this.#log = log;
    platformLines.initStart(log, spec, startedAt);
    const failure = await this.#initialise(spec, request);
    const initMs = Date.now() - startedAt;
    if (failure === undefined) return this.#run(request, log, initMs);
    platformLines.initFailed(log, initMs, failure);
    platformLines.start(log, request.requestId, spec.version);
    await untilRead(log);
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
    const entry = findEntry(spec, request.requestId, folders);
    if ("refusal" in entry) return entry.refusal;
    writeFileSync(join(folders.run, "hosts"), `127.0.0.1 localhost\n::1 localhost\n${this.#egress?.hosts ?? ""}`);
    const done = new Promise<Outcome | undefined>((resolve) => {
      this.#initialised = resolve;
    });
    this.#phase = "initialising";
    const timers = this.#limitInit(spec, request.requestId);
    this.#channel.assign({
      variables: lambdaVariables(spec, paths, this.logStream),
      handler: spec.handler,
      taskRoot: paths.task,
      optRoot: paths.opt,
      runtime: spec.runtime,
      egress: spec.egress.map(({ host, port }) => `${host}:${port}`),
      confined: this.#host.confined,
      bootstrap: entry.bootstrap,
    });
    const outcome = await done;
    for (const timer of timers) clearTimeout(timer);
    this.#initialised = undefined;
    return outcome;
  }

  /** The init phase has its own time first; what is left of it runs in the invocation's time, as on Lambda. */
  #limitInit(spec: FunctionSpec, requestId: string): NodeJS.Timeout[] {
    const { initTimeoutMs } = this.#host;
    const tell = () => {
      if (this.#log !== undefined) platformLines.initTimedOut(this.#log, initTimeoutMs);
    };
    const end = () => this.#finishInit(timedOut(requestId, spec.timeoutMs));
    return [setTimeout(tell, initTimeoutMs), setTimeout(end, initTimeoutMs + spec.timeoutMs)];
  }

  async #place(spec: FunctionSpec, request: InvokeRequest): Promise<void> {
    const { folders, sandbox } = this.#parts;
    await placeCode(spec.codeDir, folders.task);
    for (const layer of spec.layerDirs) await placeCode(layer, folders.opt);
    if (spec.egress.length === 0 || !this.#host.confined) return;
    const functionTold = { functionName: spec.functionName, tenantId: request.tenantId };
    this.#egress = await this.#host.egress.open(await sandbox.networkPid(), spec.egress, functionTold, (text, record) =>
      this.#log?.caused(text, { type: "platform.egress", record }),
    );
  }

  async #run(request: InvokeRequest, log: InvocationLog, initMs?: number): Promise<InvokeResult> {
    const { spec, requestId } = request;
    platformLines.start(log, requestId, spec.version);
    const startedAt = performance.now();
    if (this.#givesWay) this.#weigh(spec, false);
    const watch = setInterval(() => this.#watch(spec), WATCH_MS);
    const outcome = await new Promise<Outcome>((settle) => {
      this.#waiting = { requestId, settle };
      this.#streamed = new StreamedResponse(request.sink, this.#channel);
      this.#phase = "invoking";
      this.#strayMessages = 0;
      this.#timeout = setTimeout(() => this.#expire(requestId, spec.timeoutMs), spec.timeoutMs);
      if (this.ended) this.#settle(exited(requestId, { code: null, signal: null, reason: "" }, false));
      else this.#channel.give(request, Date.now() + spec.timeoutMs);
    });
    const durationMs = performance.now() - startedAt;
    clearInterval(watch);
    if (outcome.status === "timeout") platformLines.timedOut(log, requestId, spec.timeoutMs);
    await untilRead(log);
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
    platformLines.end(log, requestId, outcome);
    platformLines.report(log, requestId, outcome, { ...measured, memoryMb: spec.memoryMb });
    this.#log = undefined;
    queueMicrotask(() => this.#release());
    const error = outcome.functionError === undefined ? {} : { functionError: outcome.functionError };
    return { payload: outcome.payload, ...error, ...measured, logs: log.entries, logStream: this.logStream };
  }

  #receive(message: RuntimeMessage): void {
    const { kind } = message;
    if (kind === "ready" && this.#phase === "starting") this.#becomeReady();
    else if (kind === "init-error" && this.#phase === "initialising") this.#finishInit(failed(message.body));
    else if (kind === "next" && this.#phase === "initialising") this.#finishInit(undefined);
    else if (kind === "next" && this.#phase === "answered") this.#rest();
    else if (this.#answers(message)) this.#settle(this.#streamed?.outcome(message) ?? toOutcome(message));
    else if (++this.#strayMessages > MAX_STRAY_MESSAGES) this.kill();
  }

  /** An answer for another request ID than the one that runs is nobody's. */
  #answers(message: RuntimeMessage): message is Extract<RuntimeMessage, { kind: "response" | "error" }> {
    if (message.kind !== "response" && message.kind !== "error") return false;
    return this.#phase === "invoking" && message.requestId === this.#waiting?.requestId;
  }

  #openStream(requestId: string): (bytes: Buffer) => void {
    const response = requestId === this.#waiting?.requestId ? this.#streamed : undefined;
    response?.begin();
    return (bytes) => {
      // What comes after the invocation ended, or for another one, is nobody's.
      if (this.#waiting?.requestId !== requestId || response?.take(bytes) !== false) return;
      this.#settle(tooLarge());
      this.kill();
    };
  }

  #finishInit(outcome: Outcome | undefined): void {
    if (this.#phase !== "initialising") return;
    this.#phase = "initialised";
    this.#initialised?.(outcome);
  }

  #settle(outcome: Outcome): void {
    const waiting = this.#waiting;
    if (waiting === undefined) return;
    this.#waiting = undefined;
    this.#phase = "answered";
    clearTimeout(this.#timeout);
    if (!this.ended) this.#timeout = setTimeout(() => this.kill(), AFTER_ANSWER_MS);
    waiting.settle(outcome);
  }

  #becomeReady(): void {
    this.#phase = "ready";
    this.#ready.resolve();
  }

  /** The runtime asked for the next event: the invocation phase is over. */
  #rest(): void {
    this.#phase = "idle";
    clearTimeout(this.#timeout);
    this.idleSince = Date.now();
    this.#release();
  }

  /** The next invocation may begin when the runtime asked for it and the result of the last one was put together. */
  #release(): void {
    if (this.#phase !== "idle" || this.#log !== undefined || this.ended) return;
    this.onIdle();
    if (this.#phase === "idle") this.#freezeTimer = setTimeout(() => this.#freeze(true), FREEZE_AFTER_MS);
  }

  #expire(requestId: string, timeoutMs: number): void {
    this.#settle(timedOut(requestId, timeoutMs));
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

  /** Looks after an invocation that has not ended yet. */
  #watch(spec: FunctionSpec): void {
    if (!this.#givesWay) this.#weigh(spec, true);
    this.#watchMemory(spec);
  }

  #weigh(spec: FunctionSpec, givesWay: boolean): void {
    this.#givesWay = givesWay;
    this.#parts.cgroup.weigh(givesWay ? spec.memoryMb * LATER_SHARE : spec.memoryMb);
  }

  /** The kernel's limit has /tmp and caches in it; the processes alone are held to the memory size here. */
  #watchMemory(spec: FunctionSpec): void {
    const limit = (spec.memoryMb + RUNTIME_ALLOWANCE_MB) * 1_048_576;
    const bytes = this.#parts.cgroup.processBytes() ?? this.#parts.sandbox.residentBytes(limit);
    if (bytes <= limit) return;
    this.#outOfMemory = true;
    this.#parts.sandbox.kill();
  }

  #readOutput(): void {
    const { sandbox } = this.#parts;
    const frames = new LogFrames();
    sandbox.log.on("data", (bytes: Buffer) => {
      for (const { message, timestamp } of frames.push(bytes)) this.#log?.line(message, timestamp);
      this.#keepPace(sandbox.log, bytes);
    });
    for (const stream of [sandbox.stdout, sandbox.stderr]) {
      const lines = new LogLines();
      this.#outputs.push({ lines });
      stream.on("data", (bytes: Buffer) => {
        if (this.#log?.full) this.#log.drop(lines.skip(bytes));
        else for (const line of lines.push(bytes)) this.#log?.line(line);
        this.#keepPace(stream, bytes);
      });
    }
  }

  /**
   * While a function runs, others have their turn between two large pieces of its output; libuv alone would read 32
   * of them in a row. What is dropped anyway is read slowly.
   */
  #keepPace(stream: Readable, bytes: Buffer): void {
    if (this.ended) return;
    const large = bytes.length >= LARGE_OUTPUT_BYTES;
    const dropped = this.#log === undefined ? large : this.#log.full;
    if (!dropped && !(large && this.#phase === "invoking")) return;
    stream.pause();
    this.#paused.add(stream);
    const goOn = () => {
      this.#paused.delete(stream);
      stream.resume();
    };
    if (dropped) setTimeout(goOn, DRAIN_PAUSE_MS);
    else setImmediate(goOn);
  }

  async #end(exit: SandboxExit): Promise<void> {
    this.ended = true;
    clearTimeout(this.#timeout);
    clearTimeout(this.#freezeTimer);
    this.#egress?.close();
    this.#channel.close();
    const outOfMemory = this.#outOfMemory || this.#parts.cgroup.ranOutOfMemory();
    this.#ready.reject(new Error(`the sandbox did not start: ${exit.reason || JSON.stringify(exit)}`));
    this.#finishInit(exited("", exit, outOfMemory));
    this.#settle(exited(this.#waiting?.requestId ?? "", exit, outOfMemory));
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

const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** What the function wrote before it answered is in the pipes already: turns of the loop read it, until one brings no more. */
async function untilRead({ entries }: InvocationLog): Promise<void> {
  for (let known = -1; known < entries.length; ) {
    known = entries.length;
    await nextTurn();
  }
}

function newLogStream(version: string): string {
  const day = new Date().toISOString().slice(0, 10).replaceAll("-", "/");
  return `${day}/[${version}]${randomBytes(16).toString("hex")}`;
}

import { randomBytes } from "node:crypto";
import type { LanguageRuntime } from "../sandbox/language-runtimes.ts";
import type { SandboxExit } from "../sandbox/sandbox.ts";
import type { FunctionSpec, InvokeRequest, InvokeResult } from "../types.ts";
import { deferred } from "./deferred.ts";
import type { EnvironmentHost } from "./environment-host.ts";
import { type SandboxSize, startInPlace } from "./environment-sandbox.ts";
import { Freezer } from "./freezer.ts";
import { FunctionOutput } from "./function-output.ts";
import { InitPhase } from "./init-phase.ts";
import { InvocationLog } from "./invocation-log.ts";
import { InvocationTimer } from "./invocation-timer.ts";
import { MemoryUse } from "./memory-use.ts";
import { exited, failed, type Outcome, outcomeOf, timedOut, tooLarge } from "./outcome.ts";
import type { Place } from "./place.ts";
import { platformLines } from "./platform-lines.ts";
import { ProcessorShare } from "./processor-share.ts";
import { ProvidedRuntimeChannel } from "./provided-runtime-channel.ts";
import { RuntimeConnection } from "./runtime-connection.ts";
import type { RuntimeChannel, RuntimeMessage } from "./runtime-messages.ts";
import { StreamedResponse } from "./streamed-response.ts";

/** After its answer a runtime asks for the next event; one that does other things for this long is ended. */
const AFTER_ANSWER_MS = 2_000;
/** Requests out of turn, which a runtime client never makes; who makes more only wants to keep the engine busy. */
const MAX_STRAY_MESSAGES = 32;

/**
 * Where an environment is in its life: from `starting` through `ready` to `initialised` once, then round and round
 * through `invoking`, `answered` and `idle`. A message of the runtime counts in its own phase alone, whenever the runtime
 * chooses to send it. Ending needs no phase: `kill`, `stop` and the sandbox's own end come in any, and again; `#end` runs
 * once, after which nothing waits for an answer any more.
 */
type Phase = "starting" | "ready" | "initialised" | "invoking" | "answered" | "idle";

/** The invocation that runs. */
interface Running {
  readonly request: InvokeRequest;
  readonly log: InvocationLog;
  /** On the clock of `performance.now()`. */
  readonly startedAt: number;
  readonly initMs: number | undefined;
  readonly done: (result: InvokeResult) => void;
}

/** Its sandbox ended before it was ready for a function: nothing of the function's has run. */
export class NotStarted extends Error {}

/** The sandbox that an environment is to have. */
export interface EnvironmentWanted {
  readonly runtime: LanguageRuntime;
  readonly size: SandboxSize;
  /** Those of the function's that its runtime reads when it starts. */
  readonly variables: Readonly<Record<string, string>>;
  /** No function waits for it. */
  readonly preStarted: boolean;
}

let environmentsStarted = 0;

/** One execution environment: a sandbox with a runtime client, given to one function version at most, one invocation at a time. */
export class Environment {
  readonly id: string;
  readonly runtime: LanguageRuntime;
  readonly size: SandboxSize;
  /** Called when the environment can take an invocation, and when it ended: by itself once, and by who stops it before. */
  onIdle: () => void = () => {};
  onEnd: () => void = () => {};
  spec: FunctionSpec | undefined;
  logStream = "";
  ended = false;
  idleSince = 0;

  readonly #host: EnvironmentHost;
  readonly #place: Place;
  readonly #init: InitPhase;
  readonly #memory: MemoryUse;
  readonly #share: ProcessorShare;
  readonly #channel: RuntimeChannel;
  readonly #output: FunctionOutput;
  readonly #freezer: Freezer;
  readonly #timer = new InvocationTimer({ onLook: () => this.#look(), onTimeout: () => this.#expire() });
  readonly #startedAt: number;
  readonly #ready = deferred();
  readonly #removed = deferred();
  #running: Running | undefined;
  #streamed: StreamedResponse | undefined;
  #afterAnswer: NodeJS.Timeout | undefined;
  #phase: Phase = "starting";
  #strayMessages = 0;

  /** Rejects when the machine has no room for it. */
  static async start(host: EnvironmentHost, wanted: EnvironmentWanted): Promise<Environment> {
    const startedAt = Date.now();
    const start = host.places.take().then((place) => new Environment(host, wanted, place, startedAt));
    void host.places.waitFor(start.then(({ ready }) => ready));
    return start;
  }

  private constructor(host: EnvironmentHost, wanted: EnvironmentWanted, place: Place, startedAt: number) {
    const { runtime, size } = wanted;
    this.#host = host;
    this.runtime = runtime;
    this.size = size;
    this.#startedAt = startedAt;
    this.#place = place;
    this.id = place.id;
    this.#memory = new MemoryUse(this.#place);
    this.#share = new ProcessorShare(this.#place.cgroup);
    this.#share.start(size.memoryMb);
    host.cgroups.common?.join(this);
    host.cgroups.common?.watch();
    const paths = startInPlace(host, this.#place, { ...wanted, number: environmentsStarted++ });
    const { sandbox } = this.#place;
    const listener = {
      onMessage: (message: RuntimeMessage) => this.#receive(message),
      onStream: (requestId: string) => this.#openStream(requestId),
      onBroken: () => sandbox.kill(),
    };
    this.#channel =
      runtime.language === "provided"
        ? new ProvidedRuntimeChannel(sandbox, host.root, listener)
        : new RuntimeConnection(sandbox.runtime, listener);
    this.#output = new FunctionOutput(sandbox);
    this.#init = new InitPhase({
      host,
      place: this.#place,
      paths,
      tmpMb: size.tmpMb,
      channel: this.#channel,
      ready: this.#ready.promise,
      onEgress: (text, record) => this.#output.log?.caused(text, { type: "platform.egress", record }),
    });
    this.#freezer = new Freezer(sandbox, host.freezeAfterMs);
    // Whoever waits for readiness hears of it; an environment of the pool may have nobody waiting.
    this.#ready.promise.catch(() => {});
    void sandbox.exited.then((exit) => this.#end(exit));
  }

  /** Process IDs on the host of everything in this environment. */
  pids(): number[] {
    return this.#place.sandbox.pids();
  }

  cgroupPids(): number[] {
    return this.#place.cgroup.pids();
  }

  /** The runtime client waits for its function. */
  get isReady(): boolean {
    return this.#phase === "ready";
  }

  /** It starts, or its invocation lasts: others go first. */
  get givesWay(): boolean {
    return this.#share.isLast && this.#phase !== "ready" && this.#phase !== "idle";
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

  /** Runs one more invocation, and calls back when it has ended, however it did. */
  invoke(request: InvokeRequest, done: (result: InvokeResult) => void): void {
    this.#freezer.wake();
    this.#run(request, this.#openLog(request), done);
  }

  /** Ends the environment whatever it does. */
  kill(): void {
    this.ended = true;
    this.#output.end();
    this.#place.sandbox.kill();
    this.#freezer.end();
  }

  /** Ends the environment; resolves when no process, cgroup or folder of it is left. */
  async stop(): Promise<void> {
    this.kill();
    await this.#removed.promise;
  }

  #openLog({ spec }: InvokeRequest): InvocationLog {
    const log = new InvocationLog(spec, this.#host.logAllowance(spec.functionName));
    this.#output.begin(log);
    return log;
  }

  async #begin(request: InvokeRequest, startedAt: number): Promise<InvokeResult> {
    const { spec } = request;
    this.spec = spec;
    this.logStream = newLogStream(spec.version);
    const log = this.#openLog(request);
    platformLines.initStart(log, spec, startedAt);
    const failure = await this.#init.run({ request, log, logStream: this.logStream });
    this.#phase = "initialised";
    const initMs = Date.now() - startedAt;
    if (failure === undefined) return new Promise((resolve) => this.#run(request, log, resolve, initMs));
    platformLines.initFailed(log, initMs, failure);
    platformLines.start(log, request.requestId, spec.version);
    await new Promise<void>((resolve) => this.#output.whenRead(log, resolve));
    const result = this.#report(request, log, failure, initMs);
    this.kill();
    return result;
  }

  #run(request: InvokeRequest, log: InvocationLog, done: Running["done"], initMs?: number): void {
    const { spec, requestId } = request;
    platformLines.start(log, requestId, spec.version);
    this.#share.whole(spec.memoryMb);
    this.#host.cgroups.common?.watch();
    this.#running = { request, log, done, initMs, startedAt: performance.now() };
    this.#streamed = undefined;
    this.#strayMessages = 0;
    this.#phase = "invoking";
    this.#output.isRunning = true;
    this.#timer.start(spec.timeoutMs);
    if (this.ended) this.#settle(exited(requestId, { code: null, signal: null, reason: "" }, false));
    else this.#channel.give(request, Date.now() + spec.timeoutMs);
  }

  #settle(outcome: Outcome): void {
    const running = this.#running;
    if (running === undefined) return;
    this.#running = undefined;
    this.#phase = "answered";
    this.#output.isRunning = false;
    this.#timer.stop();
    const { request, log, startedAt, initMs, done } = running;
    const durationMs = performance.now() - startedAt;
    if (outcome.status === "timeout") platformLines.timedOut(log, request.requestId, request.spec.timeoutMs);
    this.#output.whenRead(log, () => {
      done(this.#report(request, log, outcome, durationMs, initMs));
      this.#rest();
    });
  }

  #report(
    request: InvokeRequest,
    log: InvocationLog,
    outcome: Outcome,
    durationMs: number,
    initMs?: number,
  ): InvokeResult {
    const { spec, requestId } = request;
    this.#output.finish(log);
    const billedMs = Math.max(1, Math.ceil(durationMs + (initMs ?? 0)));
    const maxMemoryMb = Math.min(spec.memoryMb, this.#memory.peakMb());
    const { memoryMb } = spec;
    platformLines.end(log, requestId, outcome);
    platformLines.report(log, requestId, outcome, { durationMs, billedMs, memoryMb, maxMemoryMb, initMs });
    this.#output.log = undefined;
    const { payload, functionError } = outcome;
    const { logStream } = this;
    return { payload, functionError, durationMs, billedMs, initMs, maxMemoryMb, logs: log.entries, logStream };
  }

  #receive(message: RuntimeMessage): void {
    const { kind } = message;
    if (kind === "ready" && this.#phase === "starting") this.#becomeReady();
    else if (kind === "init-error" && this.#init.isRunning) this.#init.finish(failed(message.body));
    else if (kind === "next" && this.#init.isRunning) this.#init.finish(undefined);
    else if (kind === "next" && this.#phase === "answered") this.#becomeIdle();
    else if (this.#answers(message)) this.#settle(this.#streamed?.outcome(message) ?? outcomeOf(message));
    else if (++this.#strayMessages > MAX_STRAY_MESSAGES) this.kill();
  }

  /** An answer for another request ID than the one that runs is nobody's. */
  #answers(message: RuntimeMessage): message is Extract<RuntimeMessage, { kind: "response" | "error" }> {
    if (message.kind !== "response" && message.kind !== "error") return false;
    return this.#phase === "invoking" && message.requestId === this.#running?.request.requestId;
  }

  #openStream(requestId: string): (bytes: Buffer) => void {
    const running = this.#running?.request;
    const response = requestId === running?.requestId ? new StreamedResponse(running.sink, this.#channel) : undefined;
    if (response !== undefined) this.#streamed = response;
    return (bytes) => {
      // What comes after the invocation ended, or for another one, is nobody's.
      if (this.#running?.request.requestId !== requestId || response?.take(bytes) !== false) return;
      this.#settle(tooLarge());
      this.kill();
    };
  }

  #becomeReady(): void {
    this.#phase = "ready";
    this.#ready.resolve();
  }

  /** The runtime asked for the next event: the invocation phase is over. */
  #becomeIdle(): void {
    this.#phase = "idle";
    clearTimeout(this.#afterAnswer);
    this.#afterAnswer = undefined;
    this.idleSince = Date.now();
    if (this.#output.log === undefined) this.#rest();
  }

  /** The next invocation may begin when the runtime asked for it and the result of the last one was put together. */
  #rest(): void {
    if (this.ended) return;
    if (this.#phase !== "idle") {
      this.#afterAnswer ??= setTimeout(() => this.kill(), AFTER_ANSWER_MS);
      return;
    }
    this.onIdle();
    if (this.#phase === "idle") this.#freezer.rest();
  }

  #expire(): void {
    const request = this.#running?.request;
    if (request === undefined) return;
    this.#settle(timedOut(request.requestId, request.spec.timeoutMs));
    this.kill();
  }

  /** Looks after an invocation that has not ended yet: it gives way, and is held to its memory size. */
  #look(): void {
    const spec = this.#running?.request.spec;
    if (spec === undefined) return;
    this.#share.last(spec.memoryMb);
    this.#memory.holdTo(spec.memoryMb);
  }

  async #end(exit: SandboxExit): Promise<void> {
    this.ended = true;
    this.#output.end();
    clearTimeout(this.#afterAnswer);
    this.#init.close();
    this.#channel.close();
    const outOfMemory = this.#memory.ranOut();
    this.#ready.reject(new NotStarted(`the sandbox did not start: ${exit.reason || JSON.stringify(exit)}`));
    this.#init.finish(exited("", exit, outOfMemory));
    this.#settle(exited(this.#running?.request.requestId ?? "", exit, outOfMemory));
    this.#timer.end();
    this.#freezer.end();
    this.#host.cgroups.common?.leave(this);
    this.onEnd();
    await this.#place.remove();
    this.#removed.resolve();
  }
}

function newLogStream(version: string): string {
  const day = new Date().toISOString().slice(0, 10).replaceAll("-", "/");
  return `${day}/[${version}]${randomBytes(16).toString("hex")}`;
}

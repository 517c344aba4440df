import { availableParallelism } from "node:os";
import { Environment, NotStarted } from "./environment/environment.ts";
import type { EnvironmentHost } from "./environment/environment-host.ts";
import { DEFAULT_TMP_MB } from "./environment/environment-sandbox.ts";
import { WarmPool } from "./environment/warm-pool.ts";
import { Group, type Job } from "./group.ts";
import type { LanguageRuntime } from "./sandbox/language-runtimes.ts";
import type { FunctionSpec, InvokeRequest, InvokeResult } from "./types.ts";

/** Nobody waits longer while an environment is idle or may be started. */
const MAX_WAIT_MS = 10;
const LOOK_MS = MAX_WAIT_MS / 2;
/**
 * Environments that start at once, of one version and of all. More do not start sooner, for a start is the processors'
 * work alone; and of one version those that are there first often serve who else waits (measured: 32 callers of a new
 * short function had their answers after 0.2 s from 8 environments, instead of 0.8 s from 32).
 */
const STARTS_OF_ONE = availableParallelism() * 2;
const STARTS = availableParallelism() * 8;

/** With less than this left the machine is short of memory. */
const LOW_MEMORY_MB = 256;

export interface SchedulerLimits {
  readonly perVersion: number;
  readonly overall: number;
  readonly idleTimeoutMs: number;
  readonly availableMemoryMb: () => number;
}

/**
 * Finds an environment for each invocation: a warm one, a pre-started one, a new one, or a place in the queue. Of each
 * invocation `done` or `fail` is called once. An environment is of one group for its life; it is idle there, or at work,
 * or forgotten, which may be told twice (by who stops it and by its end) and counts once.
 */
export class Scheduler {
  readonly pool: WarmPool;
  readonly #host: EnvironmentHost;
  readonly #runtimes: ReadonlyMap<string, LanguageRuntime>;
  readonly #limits: SchedulerLimits;
  readonly #groups = new Map<string, Group>();
  /** Invocations that have not ended. */
  #running = 0;
  #onDrained: () => void = () => {};
  readonly #ending = new Set<Promise<void>>();
  readonly #reaper: NodeJS.Timeout;
  /** The groups with a queue; those whose queue was served meanwhile are dropped at the next look. */
  readonly #waiting = new Set<Group>();
  readonly #living = new Set<Environment>();
  /** Environments that are on their way, and those whose runtime is not there yet. */
  #coming = 0;
  #starting = 0;
  #stopped = false;

  constructor(host: EnvironmentHost, runtimes: readonly LanguageRuntime[], poolSize: number, limits: SchedulerLimits) {
    this.#host = host;
    this.#runtimes = new Map(runtimes.map((runtime) => [runtime.name, runtime]));
    this.#limits = limits;
    const size = { memoryMb: 256, tmpMb: DEFAULT_TMP_MB };
    this.pool = new WarmPool({
      runtimes,
      size: poolSize,
      start: (runtime) => Environment.start(host, { runtime, size, variables: {}, preStarted: true }),
      isBusy: () => this.#starting > 0 || [...this.#waiting].some(({ queue }) => queue.length > 0),
    });
    this.#reaper = setInterval(() => this.#endIdle(), Math.max(50, Math.min(1_000, limits.idleTimeoutMs / 4)));
    this.#reaper.unref();
  }

  invoke(request: InvokeRequest): Promise<InvokeResult> {
    if (this.#stopped) return Promise.reject(new Error("the engine is stopping"));
    return new Promise((resolve, reject) => {
      this.#running++;
      const done = (result: InvokeResult) => {
        this.#leave();
        resolve(result);
      };
      const fail = (error: unknown) => {
        this.#leave();
        reject(error);
      };
      // What starts sandboxes may have been killed, and those that it held ready with it: another one is tried once.
      const failOrRepeat = (error: unknown) => {
        if (error instanceof NotStarted) this.#dispatch({ ...job, fail });
        else fail(error);
      };
      const job: Job = { request, done, fail: failOrRepeat, since: performance.now() };
      const preparing = this.#runtimes.get(request.spec.runtime)?.prepare();
      if (preparing === undefined) this.#dispatch(job);
      else preparing.then(() => this.#dispatch(job), fail);
    });
  }

  #leave(): void {
    this.#running--;
    if (this.#running === 0) this.#onDrained();
  }

  /** Ends a version's idle environments now, and each busy one after its invocation. */
  async retire(versionKey: string): Promise<void> {
    const groups = [...this.#groups.values()].filter((group) => group.key.startsWith(`${versionKey}\n`));
    await Promise.all(groups.map((group) => this.#retireGroup(group)));
  }

  environments(): Environment[] {
    return [...this.#living, ...this.pool.environments()];
  }

  /** Waits for running invocations, then ends everything. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#reaper);
    if (this.#running > 0)
      await new Promise<void>((resolve) => {
        this.#onDrained = resolve;
      });
    await this.pool.stop();
    for (const environment of this.environments()) this.#stopEnvironment(environment);
    await Promise.all(this.#ending);
  }

  #dispatch(job: Job): void {
    const group = this.#group(job.request);
    if (group.idle.length > 0 && !group.isBusy) return void this.#serve(group, job);
    if (group.idle.length === 0 && !group.isBriefWait && this.#mayStart(group)) return void this.#startFor(group, job);
    group.queue.push(job);
    this.#waiting.add(group);
    this.#lookAgain(group);
  }

  /** The warmest idle environment takes the job; else one is started. */
  #serve(group: Group, job: Job): void {
    const warm = group.idle.pop();
    if (warm === undefined) this.#startFor(group, job);
    else group.invokeWarm(warm, job);
  }

  #lookAgain(group: Group): void {
    if (group.timer !== undefined) return;
    group.served = 0;
    group.timer = setTimeout(() => {
      group.timer = undefined;
      this.#serveLate(group);
      if (group.queue.length > 0) this.#lookAgain(group);
    }, LOOK_MS);
  }

  #serveLate(group: Group): void {
    const latest = performance.now() - LOOK_MS;
    // At the pace of the last look the queue's first ones have their turn within the bound: more at work would not
    // make a busy processor faster. The others need another environment.
    let late = group.queue.length - group.served * (MAX_WAIT_MS / LOOK_MS);
    for (let first = group.queue[0]; late > 0 && first !== undefined && first.since <= latest; first = group.queue[0]) {
      if (group.idle.length === 0 && !this.#mayStart(group)) return;
      group.queue.shift();
      this.#serve(group, first);
      late--;
    }
  }

  #group({ spec, tenantId }: InvokeRequest): Group {
    const key = `${spec.versionKey}\n${tenantId ?? ""}`;
    const known = this.#groups.get(key);
    if (known !== undefined) return known;
    const group = new Group(key);
    this.#groups.set(key, group);
    return group;
  }

  #mayStart(group: Group): boolean {
    if (group.starting >= STARTS_OF_ONE || this.#starting >= STARTS) return false;
    const size = group.size;
    if (size >= this.#limits.perVersion) return false;
    // The more a function has, the more must stay free for others: none takes more than half, nor all together the last.
    const living = this.#living.size + this.#coming;
    const free = this.#limits.overall - living;
    if (free > 0 && size > 0 && size >= free) return false;
    if (free > 0 && !this.#isShortOfMemory()) return true;
    // Under pressure the environment that has been idle for longest makes place, whoever's it is.
    return this.#endLeastRecentlyUsed() || living === 0;
  }

  #isShortOfMemory(): boolean {
    return this.#limits.availableMemoryMb() < LOW_MEMORY_MB;
  }

  #endLeastRecentlyUsed(): boolean {
    const idle = [...this.#groups.values()].flatMap((group) => group.idle);
    const oldest = idle.sort((one, other) => one.idleSince - other.idleSince)[0];
    if (oldest !== undefined) this.#stopEnvironment(oldest);
    return oldest !== undefined;
  }

  #startFor(group: Group, job: Job): void {
    const pooled = fitsPool(job.request.spec) ? this.pool.take(job.request.spec.runtime) : undefined;
    if (pooled === undefined) return void this.#startAnother(group, job);
    if (!pooled.isReady) this.#countStart(group, pooled.ready);
    this.#begin(group, pooled, job, false);
  }

  async #startAnother(group: Group, job: Job): Promise<void> {
    const coming = this.#start(job.request.spec);
    this.#countStart(
      group,
      coming.then(({ ready }) => ready),
    );
    group.coming++;
    this.#coming++;
    try {
      const environment = await coming;
      this.#begin(group, environment, job, true);
    } catch (error) {
      job.fail(error);
    } finally {
      group.coming--;
      this.#coming--;
      this.#serveQueues();
      this.#drop(group);
    }
  }

  /** Where nothing is left of it. */
  #drop(group: Group): void {
    if (group.size > 0 || group.queue.length > 0) return;
    if (this.#groups.get(group.key) === group) this.#groups.delete(group.key);
  }

  #begin(group: Group, environment: Environment, { request, done, fail }: Job, cold: boolean): void {
    group.all.add(environment);
    this.#living.add(environment);
    environment.onIdle = () => this.#release(group, environment);
    environment.onEnd = () => this.#forget(group, environment);
    environment.begin(request, cold).then(done, fail);
  }

  #countStart(group: Group, ready: Promise<void>): void {
    this.#starting++;
    group.starting++;
    const done = () => {
      this.#starting--;
      group.starting--;
      this.#serveQueues();
    };
    ready.then(done, done);
  }

  async #start(spec: FunctionSpec): Promise<Environment> {
    const runtime = this.#runtimes.get(spec.runtime);
    if (runtime === undefined) throw new Error(`the runtime ${spec.runtime} is not on this machine`);
    const options = spec.environment.NODE_OPTIONS;
    const variables: Record<string, string> = options === undefined ? {} : { NODE_OPTIONS: options };
    const size = { memoryMb: spec.memoryMb, tmpMb: spec.ephemeralStorageMb };
    return Environment.start(this.#host, { runtime, size, variables, preStarted: false });
  }

  #release(group: Group, environment: Environment): void {
    const next = group.hasOneTooMany ? undefined : group.queue.shift();
    if (group.retired && next === undefined) this.#stopEnvironment(environment);
    else if (next === undefined) this.#putIdle(group, environment);
    else {
      group.served++;
      group.invokeWarm(environment, next);
    }
  }

  #putIdle(group: Group, environment: Environment): void {
    group.idle.push(environment);
    this.#serveQueues();
  }

  #forget(group: Group, environment: Environment): void {
    if (!group.all.delete(environment)) return;
    this.#living.delete(environment);
    const index = group.idle.indexOf(environment);
    if (index >= 0) group.idle.splice(index, 1);
    this.#serveQueues();
    this.#drop(group);
  }

  /** A place became free: whoever waits gets it, those first that start nothing now, one of each in turn. */
  #serveQueues(): void {
    for (let served = true; served && this.#starting < STARTS; ) {
      served = false;
      for (const greedy of [false, true])
        for (const group of this.#waiting) if (group.starting > 0 === greedy) served = this.#serveNext(group) || served;
    }
  }

  #serveNext(group: Group): boolean {
    if (group.queue.length === 0) this.#waiting.delete(group);
    if (group.queue.length === 0 || group.isBriefWait || !this.#mayStart(group)) return false;
    const next = group.queue.shift();
    if (next !== undefined) this.#serve(group, next);
    return next !== undefined;
  }

  async #retireGroup(group: Group): Promise<void> {
    group.retired = true;
    this.#groups.delete(group.key);
    const stopped = [...group.idle].map((environment) => environment.stop());
    group.idle.length = 0;
    await Promise.all(stopped);
  }

  #endIdle(): void {
    if (this.#isShortOfMemory()) this.#endLeastRecentlyUsed();
    const limit = Date.now() - this.#limits.idleTimeoutMs;
    for (const group of this.#groups.values())
      for (const environment of [...group.idle]) if (environment.idleSince < limit) this.#stopEnvironment(environment);
  }

  #stopEnvironment(environment: Environment): void {
    const stopping = environment.stop().finally(() => this.#ending.delete(stopping));
    this.#ending.add(stopping);
    // It must not be found idle while it dies.
    environment.onEnd();
  }
}

/** A pre-started environment has the default /tmp and no Node options; a function that wants others starts cold. */
function fitsPool(spec: FunctionSpec): boolean {
  return spec.ephemeralStorageMb === DEFAULT_TMP_MB && spec.environment.NODE_OPTIONS === undefined;
}

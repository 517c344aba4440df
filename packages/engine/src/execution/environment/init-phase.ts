import type { EgressSession } from "../egress/egress-gate.ts";
import type { FunctionSpec, InvokeRequest } from "../types.ts";
import type { EnvironmentHost } from "./environment-host.ts";
import { limitCgroup } from "./environment-sandbox.ts";
import { findEntry } from "./find-entry.ts";
import type { InvocationLog } from "./invocation-log.ts";
import { type FunctionPaths, lambdaVariables } from "./lambda-variables.ts";
import { type Outcome, timedOut } from "./outcome.ts";
import type { Place } from "./place.ts";
import { placeFunction, writeHosts } from "./place-function.ts";
import { platformLines } from "./platform-lines.ts";
import type { RuntimeChannel } from "./runtime-messages.ts";

/** What the init phase needs of its environment. */
export interface InitParts {
  readonly host: EnvironmentHost;
  readonly place: Place;
  readonly paths: FunctionPaths;
  readonly tmpMb: number;
  readonly channel: RuntimeChannel;
  /** Resolves when the runtime client waits for its function. */
  readonly ready: Promise<void>;
  /** A connection that the function asked for, as long as it lives. */
  readonly onEgress: (text: string, record: object) => void;
}

/** The function that an environment gets, for its whole life. */
export interface Assigned {
  readonly request: InvokeRequest;
  readonly log: InvocationLog;
  readonly logStream: string;
}

/** Gives an environment its function, and follows it until it can take its first event. */
export class InitPhase {
  readonly #parts: InitParts;
  #egress: EgressSession | undefined;
  #finish: ((outcome: Outcome | undefined) => void) | undefined;

  constructor(parts: InitParts) {
    this.#parts = parts;
  }

  /** The runtime loads the function now. */
  get isRunning(): boolean {
    return this.#finish !== undefined;
  }

  /** Resolves with what went wrong, or with nothing. Rejects when the sandbox or the function's files are not there. */
  async run({ request, log, logStream }: Assigned): Promise<Outcome | undefined> {
    const { host, place, tmpMb, ready, onEgress } = this.#parts;
    const { spec, requestId } = request;
    limitCgroup(place.cgroup, { memoryMb: spec.memoryMb, tmpMb });
    const placing = placeFunction(host, place, request, onEgress);
    // A sandbox that did not start is told first; then nobody asks any more how this went.
    placing.catch(() => {});
    await ready;
    this.#egress = await placing;
    const entry = findEntry(spec, requestId, place.folders);
    if ("refusal" in entry) return entry.refusal;
    writeHosts(place, this.#egress);
    const timers = this.#limit(spec, requestId, log);
    const outcome = await this.#load(spec, logStream, entry.bootstrap);
    for (const timer of timers) clearTimeout(timer);
    return outcome;
  }

  /** Ends the phase, if it runs; without an outcome the function is there. */
  finish(outcome: Outcome | undefined): void {
    const finish = this.#finish;
    this.#finish = undefined;
    finish?.(outcome);
  }

  /** The environment ended. */
  close(): void {
    this.#egress?.close();
  }

  /** It has its own time first; what is left of it runs in the invocation's time, as on Lambda. */
  #limit(spec: FunctionSpec, requestId: string, log: InvocationLog): NodeJS.Timeout[] {
    const { initTimeoutMs } = this.#parts.host;
    return [
      setTimeout(() => platformLines.initTimedOut(log, initTimeoutMs), initTimeoutMs),
      setTimeout(() => this.finish(timedOut(requestId, spec.timeoutMs)), initTimeoutMs + spec.timeoutMs),
    ];
  }

  #load(spec: FunctionSpec, logStream: string, bootstrap: string | undefined): Promise<Outcome | undefined> {
    const { host, paths, channel } = this.#parts;
    return new Promise((resolve) => {
      this.#finish = resolve;
      channel.assign({
        variables: lambdaVariables(spec, paths, logStream),
        handler: spec.handler,
        taskRoot: paths.task,
        optRoot: paths.opt,
        runtime: spec.runtime,
        egress: spec.egress.map(({ host: name, port }) => `${name}:${port}`),
        confined: host.confined,
        bootstrap,
      });
    });
  }
}

import { Worker } from "node:worker_threads";
import { AppError } from "@annex/contract";
import type { Evaluate, EvaluateRequest, ExpressionOutcome } from "../expression/evaluate-expressions.ts";
import { FairQueue, type Waiting } from "./fair-queue.ts";

interface PoolOptions {
  /** Worker threads; 2 by default. */
  readonly size?: number;
  /** Milliseconds that one batch may take before its worker is ended; a second by default. */
  readonly timeoutMs?: number;
  /** Batches that may wait, a quarter of them in one name; more are refused with `limit_exceeded`. 1000 by default. */
  readonly maxWaiting?: number;
}

/** Evaluates expressions of tenants in worker threads with bounded memory and time. */
export interface ExpressionPool {
  /** One batch; a batch that takes too long or too much memory fails with a message, the pool goes on. */
  readonly evaluate: Evaluate;
  /** The same in somebody's name, such as a tenant's: those who wait take turns, whoever asks for more. */
  evaluateFor(whose: string): Evaluate;
  /** Ends all workers; what is running or waiting is refused with `unavailable`. */
  close(): Promise<void>;
}

interface Task {
  readonly request: EvaluateRequest;
  readonly resolve: (outcomes: readonly ExpressionOutcome[]) => void;
  readonly reject: (error: AppError) => void;
}

interface Running extends Waiting<Task> {
  readonly since: number;
}

interface Thread {
  readonly worker: Worker;
  ready: boolean;
  running: Running | null;
  timer: NodeJS.Timeout | undefined;
}

const tooExpensive =
  "The expression takes too much time or memory. Make it simpler, or compute in the function's code.";

/** Long enough that a busy machine never fails an honest expression, short enough that a hostile one holds up nobody. */
const usualTimeoutMs = 1000;

/** Starts a pool of worker threads (server only). Close it when the service ends. */
export function createExpressionPool({
  size = 2,
  timeoutMs = usualTimeoutMs,
  maxWaiting = 1000,
}: PoolOptions = {}): ExpressionPool {
  const threads = new Set<Thread>();
  const waiting = new FairQueue<Task>(size);
  let closed = false;

  const startThread = () => {
    const worker = new Worker(new URL("./expression-worker.ts", import.meta.url), {
      execArgv: [],
      env: {},
      resourceLimits: { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 16, stackSizeMb: 4 },
    });
    const thread: Thread = { worker, ready: false, running: null, timer: undefined };
    threads.add(thread);
    worker.on("message", (message: { readonly outcomes: readonly ExpressionOutcome[] }) => onMessage(thread, message));
    // An error (out of memory) is followed by exit, which settles the task.
    worker.on("error", () => undefined);
    worker.on("exit", () => onExit(thread));
  };

  const onMessage = (thread: Thread, { outcomes }: { readonly outcomes: readonly ExpressionOutcome[] }) => {
    thread.ready = true;
    // Idle workers do not keep a process alive.
    thread.worker.unref();
    finish(thread, (task) => task.resolve(outcomes));
    dispatch();
  };

  const onExit = (thread: Thread) => {
    threads.delete(thread);
    finish(thread, (task) => {
      if (closed) task.reject(closedError());
      else task.resolve(task.request.expressions.map(() => ({ ok: false, message: tooExpensive })));
    });
    // A worker that cannot even start answers one batch, so that a broken installation never spins.
    if (!thread.ready && !closed) rejectOne(waiting, startError());
    if (!closed) dispatch();
  };

  const finish = (thread: Thread, settle: (task: Task) => void) => {
    const { running } = thread;
    if (running) waiting.done(running.whose, performance.now() - running.since);
    finishTask(thread, settle);
  };

  const dispatch = () => {
    for (const thread of threads) {
      if (!thread.ready || thread.running !== null) continue;
      const next = waiting.take();
      if (next === undefined) break;
      runTask(thread, { ...next, since: performance.now() }, timeoutMs);
    }
    // Workers start when there is work: a pool that is never used costs nothing.
    const starting = [...threads].filter((thread) => !thread.ready).length;
    if (waiting.length > starting && threads.size < size) startThread();
  };

  const evaluateFor =
    (whose: string): Evaluate =>
    (request) =>
      new Promise((resolve, reject) => {
        if (closed) return reject(closedError());
        const isFull = waiting.length >= maxWaiting || waiting.lengthOf(whose) >= Math.ceil(maxWaiting / 4);
        if (isFull) return reject(busyError());
        waiting.push({ whose, task: { request, resolve, reject } });
        dispatch();
      });

  return {
    evaluate: evaluateFor(""),
    evaluateFor,
    close: async () => {
      closed = true;
      for (const task of waiting.drain()) task.reject(closedError());
      await Promise.all([...threads].map((thread) => thread.worker.terminate()));
    },
  };
}

function rejectOne(waiting: FairQueue<Task>, error: AppError): void {
  const next = waiting.take();
  if (!next) return;
  waiting.done(next.whose, 0);
  next.task.reject(error);
}

function runTask(thread: Thread, running: Running, timeoutMs: number): void {
  thread.running = running;
  thread.worker.ref();
  thread.timer = setTimeout(() => void thread.worker.terminate(), timeoutMs);
  thread.worker.postMessage({ request: running.task.request });
}

function finishTask(thread: Thread, settle: (task: Task) => void): void {
  clearTimeout(thread.timer);
  const { running } = thread;
  thread.running = null;
  if (running !== null) settle(running.task);
}

function closedError(): AppError {
  return new AppError("unavailable", "The service is stopping. Try again.");
}

function startError(): AppError {
  return new AppError("unavailable", "Expressions cannot be evaluated at the moment. Try again.");
}

function busyError(): AppError {
  return new AppError("limit_exceeded", "Too many expressions are waiting. Try again in a moment.", {
    retryAfterSeconds: 1,
  });
}

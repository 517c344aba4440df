import { Worker } from "node:worker_threads";
import { AppError } from "@annex/contract";
import type { Evaluate, EvaluateRequest, ExpressionOutcome } from "../expression/evaluate-expressions.ts";

interface PoolOptions {
  /** Worker threads; 2 by default. */
  readonly size?: number;
  /** Milliseconds that one batch may take before its worker is ended; 100 by default. */
  readonly timeoutMs?: number;
  /** Batches that may wait; more are refused with `limit_exceeded`. 1000 by default. */
  readonly maxWaiting?: number;
}

/** Evaluates expressions of tenants in worker threads with bounded memory and time. */
export interface ExpressionPool {
  /** One batch; a batch that takes too long or too much memory fails with a message, the pool goes on. */
  readonly evaluate: Evaluate;
  /** Ends all workers; what is running or waiting is refused with `unavailable`. */
  close(): Promise<void>;
}

interface Task {
  readonly request: EvaluateRequest;
  readonly resolve: (outcomes: readonly ExpressionOutcome[]) => void;
  readonly reject: (error: AppError) => void;
}

interface Thread {
  readonly worker: Worker;
  ready: boolean;
  task: Task | null;
  timer: NodeJS.Timeout | undefined;
}

const tooExpensive =
  "The expression takes too much time or memory. Make it simpler, or compute in the function's code.";

/** Starts a pool of worker threads (server only). Close it when the service ends. */
export function createExpressionPool({
  size = 2,
  timeoutMs = 100,
  maxWaiting = 1000,
}: PoolOptions = {}): ExpressionPool {
  const threads = new Set<Thread>();
  const waiting: Task[] = [];
  let closed = false;

  const startThread = () => {
    const worker = new Worker(new URL("./expression-worker.ts", import.meta.url), {
      execArgv: [],
      env: {},
      resourceLimits: { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 16, stackSizeMb: 4 },
    });
    const thread: Thread = { worker, ready: false, task: null, timer: undefined };
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
    finishTask(thread, (task) => task.resolve(outcomes));
    dispatch();
  };

  const onExit = (thread: Thread) => {
    threads.delete(thread);
    finishTask(thread, (task) => {
      if (closed) task.reject(closedError());
      else task.resolve(task.request.expressions.map(() => ({ ok: false, message: tooExpensive })));
    });
    // A worker that cannot even start answers one batch, so that a broken installation never spins.
    if (!thread.ready && !closed) waiting.shift()?.reject(startError());
    if (!closed) dispatch();
  };

  const dispatch = () => {
    for (const thread of threads) {
      if (!thread.ready || thread.task !== null) continue;
      const task = waiting.shift();
      if (task === undefined) return;
      runTask(thread, task, timeoutMs);
    }
    // Workers start when there is work: a pool that is never used costs nothing.
    const starting = [...threads].filter((thread) => !thread.ready).length;
    if (waiting.length > starting && threads.size < size) startThread();
  };

  return {
    evaluate: (request) =>
      new Promise((resolve, reject) => {
        if (closed) return reject(closedError());
        if (waiting.length >= maxWaiting) return reject(busyError());
        waiting.push({ request, resolve, reject });
        dispatch();
      }),
    close: async () => {
      closed = true;
      for (const task of waiting.splice(0)) task.reject(closedError());
      await Promise.all([...threads].map((thread) => thread.worker.terminate()));
    },
  };
}

function runTask(thread: Thread, task: Task, timeoutMs: number): void {
  thread.task = task;
  thread.worker.ref();
  thread.timer = setTimeout(() => void thread.worker.terminate(), timeoutMs);
  thread.worker.postMessage({ request: task.request });
}

function finishTask(thread: Thread, settle: (task: Task) => void): void {
  clearTimeout(thread.timer);
  const { task } = thread;
  thread.task = null;
  if (task !== null) settle(task);
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

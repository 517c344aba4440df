import { performance } from "node:perf_hooks";

const rounded = (ms: number) => Math.round(ms * 1000) / 1000;

/** How long each step of one invocation took, in milliseconds. */
export class StepTimes {
  readonly startedAt = new Date();
  readonly #started = performance.now();
  readonly #steps: Record<string, number> = {};

  /** Times from when the request arrived. */
  constructor(before: Readonly<Record<string, number>> = {}) {
    Object.assign(this.#steps, before);
  }

  /** Times a step; one that has nothing to wait for is done when this returns. */
  step<T>(name: string, work: () => T | Promise<T>): T | Promise<T> {
    const started = performance.now();
    const over = () => {
      this.#steps[name] = rounded(performance.now() - started);
    };
    try {
      const result = work();
      if (result instanceof Promise) return until(result, over);
      over();
      return result;
    } catch (error) {
      over();
      throw error;
    }
  }

  steps(): Record<string, number> {
    return { ...this.#steps };
  }

  totalMs(): number {
    return rounded(performance.now() - this.#started);
  }
}

/** As `finally`, with a third of its promises. */
async function until<T>(result: Promise<T>, over: () => void): Promise<T> {
  try {
    return await result;
  } finally {
    over();
  }
}

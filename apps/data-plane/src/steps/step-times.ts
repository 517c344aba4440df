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

  async step<T>(name: string, work: () => T | Promise<T>): Promise<T> {
    const started = performance.now();
    try {
      return await work();
    } finally {
      this.#steps[name] = rounded(performance.now() - started);
    }
  }

  steps(): Record<string, number> {
    return { ...this.#steps };
  }

  totalMs(): number {
    return rounded(performance.now() - this.#started);
  }
}

import type { Sandbox } from "../sandbox/sandbox.ts";

/**
 * Freezes an environment when nobody has invoked it for a moment: who is invoked again at once needs no thaw. After
 * that moment nothing of the function runs until its next invocation.
 */
export class Freezer {
  readonly #sandbox: Pick<Sandbox, "freeze">;
  readonly #afterMs: number;
  #isFrozen = false;
  #hasEnded = false;
  /** Since when nothing is to run, on the clock of `performance.now()`. */
  #restsSince: number | undefined;
  #timer: NodeJS.Timeout | undefined;

  /** `afterMs` 0 freezes at once. */
  constructor(sandbox: Pick<Sandbox, "freeze">, afterMs: number) {
    this.#sandbox = sandbox;
    this.#afterMs = afterMs;
  }

  /** Between two invocations. */
  rest(): void {
    if (this.#hasEnded) return;
    if (this.#afterMs === 0) return void this.#set(true);
    this.#restsSince = performance.now();
    // One timer for many invocations: it looks again when it finds that another one came meanwhile.
    this.#timer ??= setTimeout(() => this.#look(), this.#afterMs);
  }

  wake(): void {
    this.#restsSince = undefined;
    this.#set(false);
  }

  /** Frozen processes cannot die. */
  end(): void {
    this.#hasEnded = true;
    clearTimeout(this.#timer);
    this.#set(false);
  }

  #look(): void {
    this.#timer = undefined;
    if (this.#restsSince === undefined) return;
    const left = this.#restsSince + this.#afterMs - performance.now();
    if (left < 1) this.#set(true);
    else this.#timer = setTimeout(() => this.#look(), left);
  }

  #set(isFrozen: boolean): void {
    if (this.#isFrozen === isFrozen) return;
    this.#isFrozen = isFrozen;
    try {
      this.#sandbox.freeze(isFrozen);
    } catch {
      // The cgroup is gone with its environment.
    }
  }
}

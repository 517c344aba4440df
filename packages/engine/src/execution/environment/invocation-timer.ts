const LOOK_MS = 50;

interface Listener {
  /** Called every 50 ms while an invocation runs. */
  readonly onLook: () => void;
  /** Called once when its time is over. */
  readonly onTimeout: () => void;
}

/** Looks after an invocation that lasts. A short one ends before anybody looks, and costs no timer of its own. */
export class InvocationTimer {
  readonly #listener: Listener;
  #timer: NodeJS.Timeout | undefined;
  #startedAt: number | undefined;
  #timeoutMs = 0;

  constructor(listener: Listener) {
    this.#listener = listener;
  }

  start(timeoutMs: number): void {
    this.#startedAt = performance.now();
    this.#timeoutMs = timeoutMs;
    // The timer of an earlier invocation looks earlier, and then again at the right time.
    this.#timer ??= setTimeout(() => this.#look(), Math.min(LOOK_MS, timeoutMs));
  }

  /** The invocation has ended. */
  stop(): void {
    this.#startedAt = undefined;
  }

  /** Nothing comes any more. */
  end(): void {
    this.#startedAt = undefined;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #look(): void {
    this.#timer = undefined;
    if (this.#startedAt === undefined) return;
    const elapsedMs = performance.now() - this.#startedAt;
    const leftMs = this.#timeoutMs - elapsedMs;
    if (leftMs < 1) return void this.#listener.onTimeout();
    const isEarly = elapsedMs < LOOK_MS - 1;
    this.#timer = setTimeout(() => this.#look(), Math.min(isEarly ? LOOK_MS - elapsedMs : LOOK_MS, leftMs));
    if (!isEarly) this.#listener.onLook();
  }
}

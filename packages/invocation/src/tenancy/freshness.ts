import { AppError } from "@annex/contract";

/**
 * How long what is in memory may be believed while nobody tells us of changes. A short loss of the database is lived
 * through; after `lifeMs` nothing is believed any more, so that a tenant that was suspended meanwhile is not served.
 */
export class Freshness {
  readonly #lifeMs: number;
  readonly #now: () => number;
  #lostAt: number | undefined;

  /** `now` is in milliseconds, of a clock that is never set back. */
  constructor(lifeMs: number, now = () => performance.now()) {
    this.#lifeMs = lifeMs;
    this.#now = now;
  }

  lose(): void {
    this.#lostAt ??= this.#now();
  }

  regain(): void {
    this.#lostAt = undefined;
  }

  /** True while changes are told of. */
  get isTold(): boolean {
    return this.#lostAt === undefined;
  }

  /** @throws AppError `unavailable` once what is in memory is too old to be believed. */
  check(): void {
    if (this.#lostAt === undefined || this.#now() - this.#lostAt <= this.#lifeMs) return;
    throw new AppError("unavailable", "The platform cannot check tenants at the moment. Try again in a few seconds.", {
      retryAfterSeconds: 2,
    });
  }
}

import type { AssumedRole } from "./assume-invoke-role.ts";

const renewBeforeMs = 5 * 60_000;
const retryAfterMs = 5000;

/**
 * One tenant's STS session: renewed in time, by one call however many invocations ask. While the old session is still
 * good nobody waits for the new one, and a renewal that failed is tried again some seconds later.
 */
export class SessionSlot {
  readonly #assume: () => Promise<AssumedRole>;
  readonly #now: () => number;
  #current: AssumedRole | undefined;
  #renewal: Promise<AssumedRole> | undefined;
  #retryAt = 0;

  constructor(assume: () => Promise<AssumedRole>, now: () => number) {
    this.#assume = assume;
    this.#now = now;
  }

  /** The session to use now, at once where there is one. Rejects with why there is none. */
  get(): AssumedRole | Promise<AssumedRole> {
    const now = this.#now();
    const current = this.#current;
    if (!current || now >= current.expiresAt) return this.#renew();
    if (now >= current.expiresAt - renewBeforeMs && now >= this.#retryAt) this.#renew().catch(() => undefined);
    return current;
  }

  /** The cell does not know `refused` any more: what comes next is a new session. */
  drop(refused: AssumedRole): void {
    if (this.#current === refused) this.#current = undefined;
  }

  #renew(): Promise<AssumedRole> {
    this.#renewal ??= this.#assume()
      .then((session) => {
        this.#current = session;
        return session;
      })
      .catch((error) => {
        this.#retryAt = this.#now() + retryAfterMs;
        throw error;
      })
      .finally(() => {
        this.#renewal = undefined;
      });
    return this.#renewal;
  }
}

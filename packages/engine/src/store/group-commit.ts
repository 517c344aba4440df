import type { DatabaseSync } from "node:sqlite";
import { isDiskFull } from "./disk-full.ts";

type Write = (database: DatabaseSync) => void;

interface Waiting {
  readonly write: Write;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

const laterMs = 50;
const retryMs = 1000;
/** What waits for a disk that is full: beyond it the oldest is given up, and told. */
const maxLater = 5_000;

/** Many writes, one transaction: an fsync costs the same for one as for a hundred. */
export class GroupCommit {
  readonly #database: DatabaseSync;
  readonly #onError: (error: unknown) => void;
  #soon: Waiting[] = [];
  #later: Write[] = [];
  #turn: NodeJS.Immediate | undefined;
  #timer: NodeJS.Timeout | undefined;
  #lost = 0;
  #isClosed = false;
  #isFullTold = false;

  constructor(database: DatabaseSync, onError: (error: unknown) => void) {
    this.#database = database;
    this.#onError = onError;
  }

  /** Resolves when the write is on the disk: all writes of one turn of the event loop go together. Rejects when none is. */
  soon(write: Write): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#isClosed) return reject(new Error("the engine has ended"));
      this.#soon.push({ write, resolve, reject });
      this.#turn ??= setImmediate(() => this.settle());
    });
  }

  /** For what nobody waits for: written within 50 ms, or when the disk has room again. */
  later(write: Write): void {
    if (this.#isClosed) return;
    this.#later.push(write);
    if (this.#later.length > maxLater) {
      this.#later.shift();
      this.#lost += 1;
    }
    this.#timer ??= setTimeout(() => this.settle(), laterMs);
  }

  /** Before a read: what waits is written down, or told to whom it concerns. */
  settle(): void {
    try {
      this.flush();
      this.#isFullTold = false;
    } catch (error) {
      if (!isDiskFull(error) || !this.#isFullTold) this.#onError(error); // once, not at each try
      this.#isFullTold = isDiskFull(error);
    }
  }

  /** Writes down what waits. @throws what the disk said; then nothing of it was written. */
  flush(): void {
    clearImmediate(this.#turn);
    clearTimeout(this.#timer);
    this.#turn = undefined;
    this.#timer = undefined;
    const soon = this.#soon;
    const later = this.#later;
    if (soon.length + later.length === 0) return;
    this.#soon = [];
    this.#later = [];
    try {
      // Without the wait for the disk: what nobody waits for outlives the engine all the same, but not a power cut.
      if (soon.length === 0) this.#database.exec("PRAGMA synchronous=NORMAL");
      transaction(this.#database, () => {
        for (const { write } of soon) write(this.#database);
        for (const write of later) write(this.#database);
      });
    } catch (error) {
      this.#keep(later, error);
      for (const { reject } of soon) reject(error);
      throw error;
    } finally {
      if (soon.length === 0) this.#database.exec("PRAGMA synchronous=FULL");
    }
    for (const { resolve } of soon) resolve();
    this.#tellLost();
  }

  /** Writes down what waits; nothing is taken any more. */
  close(): void {
    this.#isClosed = true;
    this.flush();
  }

  /** Keeps what can be written later; what failed for another reason would fail for ever. */
  #keep(later: readonly Write[], error: unknown): void {
    if (!isDiskFull(error)) return;
    if (this.#isClosed) return;
    this.#later = [...later, ...this.#later];
    this.#timer ??= setTimeout(() => this.settle(), retryMs);
  }

  #tellLost(): void {
    if (this.#lost === 0) return;
    this.#onError(new Error(`While the disk was full, ${this.#lost} batches of log events and metrics were lost.`));
    this.#lost = 0;
  }
}

/** Runs `work` in one transaction. @throws what it threw, after all of it was undone. */
export function transaction(database: DatabaseSync, work: () => void): void {
  database.exec("BEGIN");
  try {
    work();
    database.exec("COMMIT");
  } catch (error) {
    if (database.isTransaction) database.exec("ROLLBACK");
    throw error;
  }
}

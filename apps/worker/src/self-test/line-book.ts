import type { SelfTestLine, SelfTestOutcome } from "@annex/contract";
import { toJson } from "@annex/control-plane";
import type { Db } from "@annex/db";

/** Milliseconds for which a worker that says nothing is believed to be alive. */
export const leaseMs = 20_000;

/** The lines of one run, written down as they change: whoever looks sees them live. */
export class LineBook {
  readonly #db: Db;
  readonly #id: string;
  readonly #lines: SelfTestLine[];

  constructor(db: Db, id: string, lines: readonly Omit<SelfTestLine, "outcome" | "happened" | "durationMs">[]) {
    this.#db = db;
    this.#id = id;
    this.#lines = lines.map((line) => ({ ...line, outcome: "waiting", happened: null, durationMs: null }));
  }

  /** Does what a line says and writes down what came of it. @throws what `act` throws, after it is written down. */
  async during(key: string, act: () => Promise<{ outcome: SelfTestOutcome; happened: string }>): Promise<void> {
    await this.#write(key, { outcome: "running" });
    const began = performance.now();
    const durationMs = () => Math.round(performance.now() - began);
    try {
      await this.#write(key, { ...(await act()), durationMs: durationMs() });
    } catch (error) {
      const happened = (error instanceof Error ? error.message : String(error)).slice(0, 500);
      await this.#write(key, { outcome: "unknown", happened, durationMs: durationMs() });
      throw error;
    }
  }

  /** What was not attempted any more. */
  async giveUp(happened: string): Promise<void> {
    for (const line of this.#lines)
      if (line.outcome === "waiting" && line.area !== "Removal") Object.assign(line, { outcome: "unknown", happened });
    await this.renew();
  }

  get outcomes(): readonly SelfTestOutcome[] {
    return this.#lines.map(({ outcome }) => outcome);
  }

  /** Says that the worker is still at it. */
  async renew(): Promise<void> {
    const data = { lines: toJson(this.#lines), leaseUntil: new Date(Date.now() + leaseMs) };
    await this.#db.operator.selfTest.update({ where: { id: this.#id }, data });
  }

  async #write(key: string, change: Partial<SelfTestLine>): Promise<void> {
    const line = this.#lines.find((known) => known.key === key);
    if (line) Object.assign(line, change);
    await this.renew();
  }
}

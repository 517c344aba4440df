/** Further apart and a signature would soon be refused; Lambda allows 15 minutes. */
const tolerableMs = 5 * 60_000;

/** The time as the cell has it: signatures are made for its clock, whatever this machine's says. */
export class CellClock {
  #offsetMs = 0;

  now(): Date {
    return new Date(Date.now() + this.#offsetMs);
  }

  /** Learns from an answer's `Date` header. */
  correct(date: string | undefined): void {
    const told = date === undefined ? Number.NaN : Date.parse(date);
    if (Number.isNaN(told)) return;
    if (Math.abs(told - this.now().getTime()) >= tolerableMs) this.#offsetMs = told - Date.now();
  }
}

/** Further apart and a signature would soon be refused; Lambda allows 15 minutes. */
const tolerableMs = 5 * 60_000;

/** The time as the cell has it: signatures are made for its clock, whatever this machine's says. */
export class CellClock {
  #offsetMs = 0;
  #told: string | undefined;
  #second = 0;
  #stamp = "";

  /** As Signature Version 4 writes it: `20261126T062359Z`. */
  stamp(): string {
    const second = Math.floor(this.#nowMs() / 1000);
    if (second !== this.#second) {
      this.#second = second;
      this.#stamp = `${new Date(second * 1000).toISOString().slice(0, 19).replaceAll(/[-:]/g, "")}Z`;
    }
    return this.#stamp;
  }

  /** Learns from an answer's `Date` header. */
  correct(date: string | undefined): void {
    if (date === this.#told) return; // it has whole seconds
    this.#told = date;
    const told = date === undefined ? Number.NaN : Date.parse(date);
    if (Number.isNaN(told)) return;
    if (Math.abs(told - this.#nowMs()) >= tolerableMs) this.#offsetMs = told - Date.now();
  }

  #nowMs(): number {
    return Date.now() + this.#offsetMs;
  }
}

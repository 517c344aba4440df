/** A month of UTC, from its first day to the first of the next one. */
export interface MonthSpan {
  readonly month: string;
  readonly from: Date;
  readonly to: Date;
}

/** `2026-11`, or the month in which `now` lies. */
export function monthSpan(month: string | undefined, now: Date): MonthSpan {
  const name = month ?? now.toISOString().slice(0, 7);
  const from = new Date(`${name}-01T00:00:00Z`);
  return { month: name, from, to: new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + 1, 1)) };
}

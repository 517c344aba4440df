/** Days like `2026-11-26`, of UTC; the last ones are included. */
export interface Periods {
  readonly from: string;
  readonly to: string;
  readonly otherFrom: string;
  readonly otherTo: string;
}

interface Preset {
  readonly label: string;
  readonly periods: Periods;
}

const dayMs = 86_400_000;
const dayOf = (at: number) => new Date(at).toISOString().slice(0, 10);

/** `2026-11-26` and 1 is `2026-11-25`. */
export const dayBefore = (day: string, days: number) => dayOf(Date.parse(day) - days * dayMs);

/** The first day of the month that many months before a day's. */
function monthStart(day: string, monthsBefore: number): string {
  const at = new Date(day);
  return dayOf(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() - monthsBefore, 1));
}

/** The last days against as many before them. */
function lastDays(today: string, days: number): Periods {
  return {
    from: dayBefore(today, days - 1),
    to: today,
    otherFrom: dayBefore(today, 2 * days - 1),
    otherTo: dayBefore(today, days),
  };
}

/** What is compared most often; the first one is shown where nothing is chosen. */
export function periodPresets(today: string): readonly [Preset, ...Preset[]] {
  const thisMonth = monthStart(today, 0);
  const days = (Date.parse(today) - Date.parse(thisMonth)) / dayMs;
  const lastMonth = monthStart(today, 1);
  const endOfLast = dayBefore(thisMonth, 1);
  // of a shorter month all days
  const sameDay = dayBefore(lastMonth, -days);
  return [
    { label: "7 days and the 7 before", periods: lastDays(today, 7) },
    {
      label: "Today and a week ago",
      periods: { from: today, to: today, otherFrom: dayBefore(today, 7), otherTo: dayBefore(today, 7) },
    },
    { label: "30 days and the 30 before", periods: lastDays(today, 30) },
    {
      label: "This month and the same days of the last",
      periods: {
        from: thisMonth,
        to: today,
        otherFrom: lastMonth,
        otherTo: dayOf(Math.min(Date.parse(sameDay), Date.parse(endOfLast))),
      },
    },
    {
      label: "Last month and the one before",
      periods: { from: lastMonth, to: endOfLast, otherFrom: monthStart(today, 2), otherTo: dayBefore(lastMonth, 1) },
    },
  ];
}

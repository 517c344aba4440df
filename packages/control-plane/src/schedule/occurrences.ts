import { AppError } from "@annex/contract";
import { Cron } from "croner";

interface Clock {
  readonly cron: string;
  readonly timeZone: string;
}

const mostCounted = 1000;

function clockOf({ cron, timeZone }: Clock): Cron {
  try {
    new Intl.DateTimeFormat("en", { timeZone });
  } catch (cause) {
    const message = `There is no time zone ${timeZone}. Name it as in Europe/Berlin.`;
    throw new AppError("invalid_request", message, { errors: [{ path: "timeZone", message }], cause });
  }
  try {
    return new Cron(cron, { timezone: timeZone, mode: "5-part", paused: true });
  } catch (cause) {
    const message = `"${cron}" is no schedule: minute, hour, day of month, month and day of week, such as 0 6 * * 1-5.`;
    throw new AppError("invalid_request", message, { errors: [{ path: "cron", message }], cause });
  }
}

/**
 * The first occurrence after `after`. An hour that summer time skips runs at its end, one that it repeats runs once.
 * @throws AppError `invalid_request` for an expression, a time zone, or a date that never comes.
 */
export function nextOccurrence(clock: Clock, after: Date): Date {
  const next = clockOf(clock).nextRun(after);
  if (next) return next;
  const message = `"${clock.cron}" never comes.`;
  throw new AppError("invalid_request", message, { errors: [{ path: "cron", message }] });
}

/** How many occurrences there are after `after` and up to `until`; a thousand at most are counted. */
export function occurrencesBetween(clock: Clock, after: Date, until: Date): number {
  const cron = clockOf(clock);
  let count = 0;
  for (let at = cron.nextRun(after); at && at <= until && count < mostCounted; at = cron.nextRun(at)) count += 1;
  return count;
}

/** The next occurrences after `after`, fewer where it does not come so often. @throws AppError `invalid_request`. */
export function upcomingOccurrences(clock: Clock, after: Date, count: number): Date[] {
  return clockOf(clock).nextRuns(count, after);
}

const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto", style: "narrow" });
const exact = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "medium" });
const hour = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
const day = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium" });

const dayInUtc = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeZone: "UTC" });

const steps: [Intl.RelativeTimeFormatUnit, number][] = [
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
];

/** `just now`, `5 min. ago`, `3 days ago`; the date itself after 30 days. */
export function formatRelative(at: string, now = Date.now()): string {
  const seconds = (new Date(at).getTime() - now) / 1000;
  if (Math.abs(seconds) < 45) return "just now";
  if (Math.abs(seconds) > 30 * 86_400) return formatDay(at);
  for (const [unit, size] of steps) {
    if (Math.abs(seconds) >= size) return relative.format(Math.round(seconds / size), unit);
  }
  return relative.format(Math.round(seconds), "second");
}

/** `24 Nov 2026, 14:02:11` in the reader's time zone. */
export function formatExact(at: string): string {
  return exact.format(new Date(at));
}

/** `24 Nov, 14:00` in the reader's time zone: an hour of the last days. */
export function formatHour(at: string): string {
  return hour.format(new Date(at));
}

/** `24 Nov 2026` in the reader's time zone. */
export function formatDay(at: string): string {
  return day.format(new Date(at));
}

/** `24 Nov 2026` for `2026-11-24`, which is that day in every time zone. */
export function formatDate(date: string): string {
  return dayInUtc.format(new Date(date));
}

/** `14:02:11.042`, for log lines and steps. */
export function formatClock(at: string): string {
  const date = new Date(at);
  const two = (value: number) => String(value).padStart(2, "0");
  const clock = `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
  return `${clock}.${String(date.getMilliseconds()).padStart(3, "0")}`;
}

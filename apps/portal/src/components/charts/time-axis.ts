const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" });
// buckets of a day are days of UTC, wherever the reader is
const utcDay = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });
const daySeconds = 86_400;

/** Labels of the time axis (epoch seconds): the clock, and the day where one begins. */
export function timeLabels(splits: readonly number[]): string[] {
  return splits.map((seconds) => {
    const date = new Date(seconds * 1000);
    return date.getHours() === 0 && date.getMinutes() === 0 ? day.format(date) : clock.format(date);
  });
}

/** `24 Nov, 14:05 – 14:20`, or `24 Nov (UTC)`: the bucket that begins at `at`. */
export function bucketLabel(at: string, bucketSeconds: number): string {
  const from = new Date(at);
  if (bucketSeconds >= daySeconds) return `${utcDay.format(from)} (UTC)`;
  const to = new Date(from.getTime() + bucketSeconds * 1000);
  return `${day.format(from)}, ${clock.format(from)} – ${clock.format(to)}`;
}

/** `1 min`, `15 min`, `2 h`, `day`. */
export function bucketLength(bucketSeconds: number): string {
  if (bucketSeconds >= daySeconds) return "day";
  return bucketSeconds < 3600 ? `${bucketSeconds / 60} min` : `${bucketSeconds / 3600} h`;
}

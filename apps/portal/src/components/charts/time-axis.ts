const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" });

/** Labels of the time axis (epoch seconds): the clock, and the day where one begins. */
export function timeLabels(splits: readonly number[]): string[] {
  return splits.map((seconds) => {
    const date = new Date(seconds * 1000);
    return date.getHours() === 0 && date.getMinutes() === 0 ? day.format(date) : clock.format(date);
  });
}

/** `24 Nov, 14:05 – 14:20`: the bucket that begins at `at`. */
export function bucketLabel(at: string, bucketSeconds: number): string {
  const from = new Date(at);
  const to = new Date(from.getTime() + bucketSeconds * 1000);
  return `${day.format(from)}, ${clock.format(from)} – ${clock.format(to)}`;
}

/** `1 min`, `15 min`, `2 h`. */
export function bucketLength(bucketSeconds: number): string {
  return bucketSeconds < 3600 ? `${bucketSeconds / 60} min` : `${bucketSeconds / 3600} h`;
}

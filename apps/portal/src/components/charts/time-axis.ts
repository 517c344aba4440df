import { type Zone, zoneName } from "./use-zone";

const formats = new Map<string, Intl.DateTimeFormat>();

function formatIn(zone: Zone, kind: "clock" | "day"): Intl.DateTimeFormat {
  const key = `${zone} ${kind}`;
  const known = formats.get(key);
  if (known) return known;
  const shape =
    kind === "clock"
      ? ({ hour: "2-digit", minute: "2-digit" } as const)
      : ({ day: "numeric", month: "short" } as const);
  const made = new Intl.DateTimeFormat("en-GB", { ...shape, ...(zone === "utc" ? { timeZone: "UTC" } : {}) });
  formats.set(key, made);
  return made;
}

const daySeconds = 86_400;

/** Labels of the time axis (epoch seconds): the clock, and the day where one begins. */
export function timeLabels(splits: readonly number[], zone: Zone): string[] {
  return splits.map((seconds) => {
    const date = new Date(seconds * 1000);
    const isMidnight = zone === "utc" ? seconds % daySeconds === 0 : date.getHours() === 0 && date.getMinutes() === 0;
    return formatIn(zone, isMidnight ? "day" : "clock").format(date);
  });
}

interface Bucket {
  readonly at: string;
  readonly bucketSeconds: number;
  readonly zone: Zone;
}

/** `24 Nov, 14:05 – 14:20`, or `24 Nov (UTC)`: a bucket. Buckets of a day are days of UTC, wherever the reader is. */
export function bucketLabel({ at, bucketSeconds, zone }: Bucket): string {
  const from = new Date(at);
  if (bucketSeconds >= daySeconds) return `${formatIn("utc", "day").format(from)} (UTC)`;
  const to = new Date(from.getTime() + bucketSeconds * 1000);
  const clock = formatIn(zone, "clock");
  return `${formatIn(zone, "day").format(from)}, ${clock.format(from)} – ${clock.format(to)} ${zoneName(zone, from)}`;
}

/** `1 min`, `15 min`, `2 h`, `day`. */
export function bucketLength(bucketSeconds: number): string {
  if (bucketSeconds >= daySeconds) return "day";
  return bucketSeconds < 3600 ? `${bucketSeconds / 60} min` : `${bucketSeconds / 3600} h`;
}

/** Whether a bucket is still being filled: its value is not its last one. */
export function isPartial(at: string, bucketSeconds: number, now = Date.now()): boolean {
  const from = new Date(at).getTime();
  return from <= now && now < from + bucketSeconds * 1000;
}

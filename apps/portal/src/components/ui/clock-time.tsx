import { formatClock, formatExact } from "@/format/time";

const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" });

/** `14:02:11.042`, with the day before it where it is not today; the full date on hover. */
export function ClockTime({ at, className }: { at: string; className?: string }) {
  const date = new Date(at);
  const today = date.toDateString() === new Date().toDateString();
  return (
    <time dateTime={at} title={formatExact(at)} className={className}>
      {today ? "" : `${day.format(date)} `}
      {formatClock(at)}
    </time>
  );
}

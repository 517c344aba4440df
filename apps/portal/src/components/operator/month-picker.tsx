import { ChevronLeft, ChevronRight } from "lucide-react";
import { Button } from "../ui/button";

const names = new Intl.DateTimeFormat("en", { month: "long", year: "numeric", timeZone: "UTC" });

/** `2026-11` as `November 2026`. */
export const monthName = (month: string) => names.format(new Date(`${month}-01`));

/** `2026-12` and 1 is `2027-01`. */
export function monthAfter(month: string, by: number): string {
  const first = new Date(`${month}-01T00:00:00Z`);
  return new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + by, 1)).toISOString().slice(0, 7);
}

interface MonthPickerProps {
  month: string;
  current: string;
  onMonth: (month: string) => void;
}

/** The months one by one, none after `current`. */
export function MonthPicker({ month, current, onMonth }: MonthPickerProps) {
  return (
    <div className="flex items-center gap-1">
      <Button
        variant="ghost"
        size="icon-sm"
        aria-label="The month before"
        onClick={() => onMonth(monthAfter(month, -1))}
      >
        <ChevronLeft aria-hidden className="size-4" />
      </Button>
      <span className="w-32 text-center text-sm font-medium tabular-nums">{monthName(month)}</span>
      <Button
        variant="ghost"
        size="icon-sm"
        aria-label="The month after"
        disabled={month >= current}
        onClick={() => onMonth(monthAfter(month, 1))}
      >
        <ChevronRight aria-hidden className="size-4" />
      </Button>
    </div>
  );
}

"use client";
import { useUrlState } from "@/client/use-url-state";
import { dayBefore, type Periods, periodPresets } from "./period-presets";

/** The two periods that are compared; they stand in the address. */
export function usePeriods() {
  const today = new Date().toISOString().slice(0, 10);
  const standard = periodPresets(today)[0].periods;
  const [from, setFrom] = useUrlState("from", standard.from);
  const [to, setTo] = useUrlState("to", standard.to);
  const [otherFrom, setOtherFrom] = useUrlState("otherFrom", standard.otherFrom);
  const [otherTo, setOtherTo] = useUrlState("otherTo", standard.otherTo);
  const set = (periods: Periods) => {
    setFrom(periods.from);
    setTo(periods.to);
    setOtherFrom(periods.otherFrom);
    setOtherTo(periods.otherTo);
  };
  return { today, tomorrow: dayBefore(today, -1), periods: { from, to, otherFrom, otherTo }, set } as const;
}

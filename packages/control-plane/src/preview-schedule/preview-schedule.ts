import { previewScheduleSchema } from "@annex/contract";
import type { z } from "zod";
import { parse } from "../context/parse.ts";
import { nextOccurrence } from "../schedule/occurrences.ts";
import { upcomingOf } from "../schedule/to-schedule.ts";

/** When a schedule would run. @throws AppError `invalid_request` at the field that is wrong. */
export function previewSchedule(input: z.input<typeof previewScheduleSchema>): { upcoming: string[] } {
  const clock = parse(previewScheduleSchema, input);
  nextOccurrence(clock, new Date()); // refuses what never comes
  return { upcoming: upcomingOf(clock) };
}

import { z } from "zod";
import { acceptedStateSchema } from "./accepted-invocations.ts";
import { credentialNameSchema } from "./credentials.ts";
import { fieldValuesSchema } from "./fields.ts";
import { outcomeSchema } from "./outcomes.ts";

/** A function that runs by the clock. Its runs are invocations with the trigger `schedule`. */
export const scheduleSchema = z.object({
  id: z.string(),
  name: credentialNameSchema,
  functionName: z.string(),
  /** Minute, hour, day of month, month, day of week, read in the time zone. */
  cron: z.string(),
  timeZone: z.string(),
  fields: fieldValuesSchema,
  enabled: z.boolean(),
  nextAt: z.string(),
  lastAt: z.string().nullable(),
  lastInvocationId: z.string().nullable(),
  /** What became of its last run; null where there was none, or it is no longer kept. */
  lastRun: z.object({ state: acceptedStateSchema, outcome: outcomeSchema.nullable() }).nullable(),
  /** The next five times, were it to go on. */
  upcoming: z.array(z.string()),
  /** Occurrences that were not run: the platform was down or the tenant suspended. One run makes up for all of them. */
  missed: z.number().int(),
  lastMissedAt: z.string().nullable(),
  createdBy: z.string(),
});
export type Schedule = z.infer<typeof scheduleSchema>;

const cron = z.string().min(9).max(100);
const timeZone = z.string().min(1).max(60);

export const createScheduleSchema = z.object({
  name: credentialNameSchema,
  functionName: z.string().max(80),
  cron,
  timeZone: timeZone.default("UTC"),
  fields: fieldValuesSchema.default({}),
});
export type CreateSchedule = z.infer<typeof createScheduleSchema>;

export const updateScheduleSchema = z.object({
  cron: cron.optional(),
  timeZone: timeZone.optional(),
  fields: fieldValuesSchema.optional(),
  enabled: z.boolean().optional(),
});
export type UpdateSchedule = z.infer<typeof updateScheduleSchema>;

/** When a schedule would run: its next five times. */
export const previewScheduleSchema = z.object({ cron, timeZone });
export type PreviewSchedule = z.infer<typeof previewScheduleSchema>;
export const schedulePreviewSchema = z.object({ upcoming: z.array(z.string()) });

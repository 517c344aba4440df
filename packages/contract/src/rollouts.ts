import { z } from "zod";
import { shiftPlanSchema } from "./shift.ts";

/** `testing` and `tested` are of a runtime's campaign only: nothing is deployed before a person says so. */
export const rolloutStateSchema = z.enum(["testing", "tested", "running", "paused", "stopped", "done", "cancelled"]);
export type RolloutState = z.infer<typeof rolloutStateSchema>;

/**
 * How a change goes out to many functions: `waveSize` at once, then `pauseSeconds` of rest; it stops when more than
 * `maxFailureRate` (0 to 1) of those that were tried failed.
 */
export const rolloutPlanSchema = z.object({
  waveSize: z.number().int().min(1).max(1000),
  pauseSeconds: z.number().int().min(0).max(86_400),
  maxFailureRate: z.number().min(0).max(1),
  /** How each function's traffic goes over, with the guard that rolls it back; without it at once. */
  shift: shiftPlanSchema.optional(),
});
export type RolloutPlan = z.infer<typeof rolloutPlanSchema>;

export const rolloutCountsSchema = z.object({
  waiting: z.number().int(),
  deploying: z.number().int(),
  done: z.number().int(),
  failed: z.number().int(),
  skipped: z.number().int(),
});
export type RolloutCounts = z.infer<typeof rolloutCountsSchema>;

/** What every roll-out tells, whatever it brings. */
export const rolloutSchema = z.object({
  id: z.string(),
  state: rolloutStateSchema,
  waveSize: z.number().int(),
  pauseSeconds: z.number().int(),
  maxFailureRate: z.number(),
  shift: shiftPlanSchema.nullable(),
  /** The wave that was begun last, from 1. */
  wave: z.number().int(),
  /** When the next wave begins; null while one is under way, and at the end. */
  nextWaveAt: z.string().nullable(),
  counts: rolloutCountsSchema,
  /** How many of the waiting ones have their turn when a shift of their traffic has ended. */
  held: z.number().int(),
  /** Why it stopped. */
  reason: z.string().nullable(),
  createdBy: z.string(),
  createdAt: z.string(),
  finishedAt: z.string().nullable(),
});
export type Rollout = z.infer<typeof rolloutSchema>;

export const rolloutItemSchema = z.object({
  tenant: z.object({ id: z.string(), slug: z.string(), name: z.string() }),
  functionName: z.string(),
  state: z.enum(["waiting", "deploying", "done", "failed", "skipped"]),
  wave: z.number().int().nullable(),
  /** It waits for the end of a shift of its traffic. */
  held: z.boolean(),
  detail: z.string(),
});
export type RolloutItem = z.infer<typeof rolloutItemSchema>;

/** `running` lets a paused or stopped one go on; what is deploying comes to its end whatever is chosen. */
export const changeRolloutSchema = z.object({ state: z.enum(["running", "paused", "cancelled"]) });
export type ChangeRollout = z.infer<typeof changeRolloutSchema>;

import { z } from "zod";
import { functionResultSchema } from "./data-plane.ts";
import { invocationSchema } from "./operations.ts";
import { outcomeSchema } from "./outcomes.ts";

/** `?mode=` of both invocation routes; without it the caller waits for the functions' answers. */
export const invocationModeSchema = z.enum(["sync", "async", "dry_run"]);

/** `held`: its tenant is suspended. `done` and `dead` are final and have an outcome; a dead letter can be redriven. */
export const acceptedStateSchema = z.enum(["queued", "running", "held", "done", "dead", "cancelled"]);
export type AcceptedState = z.infer<typeof acceptedStateSchema>;

/** Answer 202 of `?mode=async`: one invocation for each function that will run. */
export const acceptResponseSchema = z.object({
  correlationId: z.string(),
  invocations: z.array(z.object({ invocationId: z.string(), function: z.string(), state: acceptedStateSchema })),
});
export type AcceptResponse = z.infer<typeof acceptResponseSchema>;

/**
 * `GET /v1/invocations/{id}`: the row of the ledger (of an accepted invocation its last run's) and how far it is. What
 * only a run tells is null until there was one; `result` is kept for accepted invocations only.
 */
export const invocationStatusSchema = invocationSchema.extend({
  state: acceptedStateSchema,
  outcome: outcomeSchema.nullable(),
  totalMs: z.number().nullable(),
  attempts: z.number().int(),
  /** When the next run is due. */
  dueAt: z.string().nullable(),
  finishedAt: z.string().nullable(),
  result: functionResultSchema.nullable(),
});
export type InvocationStatus = z.infer<typeof invocationStatusSchema>;

/** An accepted invocation as a list shows it: how far it is, and why it failed where it did. */
export const acceptedInvocationSchema = z.object({
  id: z.string(),
  correlationId: z.string(),
  functionName: z.string(),
  extensionPointKey: z.string().nullable(),
  trigger: invocationSchema.shape.trigger,
  caller: z.string(),
  state: acceptedStateSchema,
  outcome: outcomeSchema.nullable(),
  errorType: z.string().nullable(),
  errorMessage: z.string().nullable(),
  attempts: z.number().int(),
  acceptedAt: z.string(),
  /** When its next run is due; null where none is. */
  dueAt: z.string().nullable(),
  finishedAt: z.string().nullable(),
});
export type AcceptedInvocation = z.infer<typeof acceptedInvocationSchema>;

export const acceptedQuerySchema = z.object({
  /** `waiting`: queued, running and held, which is what may still be cancelled or be under way. */
  state: z.union([acceptedStateSchema, z.literal("waiting")]).default("waiting"),
  function: z.string().max(80).optional(),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type AcceptedQuery = z.infer<typeof acceptedQuerySchema>;

/** An accepted invocation that was given up. What it was sent stays with it for a redrive and is not shown. */
export const deadLetterSchema = z.object({
  id: z.string(),
  correlationId: z.string(),
  functionName: z.string(),
  extensionPointKey: z.string().nullable(),
  trigger: invocationSchema.shape.trigger,
  caller: z.string(),
  outcome: outcomeSchema.nullable(),
  errorType: z.string().nullable(),
  errorMessage: z.string().nullable(),
  attempts: z.number().int(),
  acceptedAt: z.string(),
  finishedAt: z.string(),
});
export type DeadLetter = z.infer<typeof deadLetterSchema>;

export const deadLetterQuerySchema = z.object({
  function: z.string().max(80).optional(),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type DeadLetterQuery = z.infer<typeof deadLetterQuerySchema>;

/** Which dead letters a redrive or a discard is for: these, or at most 1,000 of a function's. */
export const chooseDeadLettersSchema = z.union([
  z.object({ ids: z.array(z.uuid()).min(1).max(1000) }),
  z.object({ function: z.string().max(80) }),
]);
export type ChooseDeadLetters = z.infer<typeof chooseDeadLettersSchema>;

/** Which discarded dead letters become dead letters again. */
export const restoreDeadLettersSchema = z.object({ ids: z.array(z.uuid()).min(1).max(1000) });
export type RestoreDeadLetters = z.infer<typeof restoreDeadLettersSchema>;

/** How many there were of those that were named. */
export const changedDeadLettersSchema = z.object({ changed: z.number().int() });
export type ChangedDeadLetters = z.infer<typeof changedDeadLettersSchema>;

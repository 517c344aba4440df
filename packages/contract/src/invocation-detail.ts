import { z } from "zod";
import { acceptedStateSchema } from "./accepted-invocations.ts";
import { invocationSchema } from "./operations.ts";
import { outcomeSchema } from "./outcomes.ts";
import { deliveryStateSchema } from "./webhooks.ts";

/** Another invocation of the same correlation ID: what called this one, what it called, or what ran beside it. */
export const relatedInvocationSchema = invocationSchema
  .pick({
    id: true,
    functionName: true,
    extensionPointKey: true,
    releaseNumber: true,
    outcome: true,
    startedAt: true,
    totalMs: true,
    hops: true,
    attempt: true,
  })
  .extend({ relation: z.enum(["parent", "child", "attempt", "beside"]) });
export type RelatedInvocation = z.infer<typeof relatedInvocationSchema>;

/** A call of the platform API that the function made. Milliseconds. */
export const platformCallSchema = z.object({
  id: z.string(),
  at: z.string(),
  method: z.string(),
  path: z.string(),
  status: z.number().int(),
  durationMs: z.number(),
});
export type PlatformCall = z.infer<typeof platformCallSchema>;

/** What one invocation was, from gateway to callback and back. */
export const invocationDetailSchema = invocationSchema.extend({
  /** The W3C trace that it is recorded in; null where it is in none. */
  traceId: z.string().nullable(),
  /** Of its release; null where none was reached, or it is gone. */
  timeoutMs: z.number().int().nullable(),
  /** Whether its release serves now. */
  isLiveRelease: z.boolean(),
  related: z.array(relatedInvocationSchema),
  calls: z.array(platformCallSchema),
  /** Where the caller did not wait: how it was accepted, how far it is, and who was told. */
  accepted: z
    .object({
      id: z.string(),
      state: acceptedStateSchema,
      outcome: outcomeSchema.nullable(),
      attempts: z.number().int(),
      acceptedAt: z.string(),
      dueAt: z.string().nullable(),
      finishedAt: z.string().nullable(),
      deliveries: z.array(
        z.object({
          webhook: z.string(),
          state: deliveryStateSchema,
          attempts: z.number().int(),
          status: z.number().int().nullable(),
          error: z.string().nullable(),
          createdAt: z.string(),
          finishedAt: z.string().nullable(),
        }),
      ),
    })
    .nullable(),
});
export type InvocationDetail = z.infer<typeof invocationDetailSchema>;

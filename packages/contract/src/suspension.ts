import { z } from "zod";
import { auditEventSchema } from "./operations.ts";

/** What a suspension does, or would do: numbers of this moment. */
export const suspensionSchema = z.object({
  status: z.enum(["active", "suspended"]),
  reason: z.string().nullable(),
  suspendedAt: z.string().nullable(),
  suspendedBy: z.string().nullable(),
  /** Invocations under way in all data planes; those that began before run to their end. */
  underWay: z.number().int(),
  /** Data plane processes that told of themselves within the last seconds. */
  nodes: z.number().int(),
  /** Accepted invocations that wait: held while suspended, queued otherwise. */
  waiting: z.number().int(),
  /** Schedules that would run next, and the first of them. */
  schedules: z.number().int(),
  nextScheduleAt: z.string().nullable(),
  deploymentsUnderway: z.number().int(),
  apiClients: z.number().int(),
  liveFunctions: z.number().int(),
  /** Calls refused since the suspension. */
  refused: z.number().int(),
  /** By minute, oldest first; of the last hour since the suspension. */
  refusedByMinute: z.array(z.object({ at: z.string(), count: z.number().int() })),
  lastRefusedAt: z.string().nullable(),
  /** When the last invocation of the tenant's began. */
  lastInvocationAt: z.string().nullable(),
  /** Suspensions and resumptions, newest first. */
  history: z.array(auditEventSchema),
});
export type Suspension = z.infer<typeof suspensionSchema>;

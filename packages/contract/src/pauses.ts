import { z } from "zod";
import { ordinalSchema } from "./integers.ts";

export const pauseKindSchema = z.enum(["function", "release", "extension_point", "runtime"]);
export type PauseKind = z.infer<typeof pauseKindSchema>;

const reason = z.string().min(3).max(300);
const tenantId = z.uuid("There is no such tenant.");

/** What is paused, and why. An extension point or a runtime is paused for all tenants, or for one. */
export const pauseSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("function"), tenantId, functionName: z.string().max(80), reason }),
  z.object({
    kind: z.literal("release"),
    tenantId,
    functionName: z.string().max(80),
    releaseNumber: ordinalSchema,
    reason,
  }),
  z.object({
    kind: z.literal("extension_point"),
    tenantId: tenantId.nullable().default(null),
    extensionPointKey: z.string().max(80),
    reason,
  }),
  z.object({
    kind: z.literal("runtime"),
    tenantId: tenantId.nullable().default(null),
    runtime: z.string().min(1).max(40),
    reason,
  }),
]);
export type Pause = z.infer<typeof pauseSchema>;

/** A pause as it was or is in force. */
export const pauseRecordSchema = z.object({
  id: z.string(),
  kind: pauseKindSchema,
  /** `score-invoice`, `score-invoice release 4`, `invoice.submitted`, `nodejs24.x`. */
  target: z.string(),
  /** Null: of every tenant. */
  tenantId: z.string().nullable(),
  tenant: z.string().nullable(),
  reason: z.string(),
  pausedBy: z.string(),
  pausedAt: z.string(),
  endedBy: z.string().nullable(),
  endedAt: z.string().nullable(),
  /** Calls that it refused. */
  refused: z.number().int(),
});
export type PauseRecord = z.infer<typeof pauseRecordSchema>;

export const pauseQuerySchema = z.object({
  tenant: z.uuid("There is no such tenant.").optional(),
  /** Only those in force. */
  active: z.enum(["true", "false"]).default("false"),
});

/** Something that keeps a tenant's calls from going through at the moment, in words for its people. */
export const stopSchema = z.object({
  id: z.string(),
  kind: z.enum([...pauseKindSchema.options, "budget", "tenant"]),
  /** `warn` stops nothing yet. */
  effect: z.enum(["warn", "throttle", "pause"]),
  target: z.string(),
  reason: z.string(),
  whatToDo: z.string(),
  since: z.string(),
  /** When it ends by itself; null where a person has to end it. */
  until: z.string().nullable(),
});
export type Stop = z.infer<typeof stopSchema>;

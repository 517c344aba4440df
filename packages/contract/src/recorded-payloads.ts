import { z } from "zod";
import { fieldValuesSchema } from "./fields.ts";
import { ordinalSchema } from "./integers.ts";
import { jsonSchema } from "./json.ts";
import { nameSchema } from "./names.ts";
import { functionErrorSchema, outcomeSchema } from "./outcomes.ts";

/** What of its functions' payloads a tenant keeps: nothing, those of failed invocations, or all. */
export const recordingModeSchema = z.enum(["off", "errors", "all"]);
export type RecordingMode = z.infer<typeof recordingModeSchema>;

/**
 * A field's path (`invoice.iban`) or a name (`iban`): the field, the parameters made of it and whatever is named so at
 * any depth are recorded without their values.
 */
const redactedNameSchema = z
  .string()
  .max(200)
  .regex(/^[A-Za-z_][\w-]*(\.[A-Za-z_][\w-]*)*$/, "Write a field like invoice.iban or a name like iban");

export const setRecordingPolicySchema = z.object({
  mode: recordingModeSchema,
  redacted: z.array(redactedNameSchema).max(100),
  retentionDays: z.number().int().min(1).max(90),
});
export type SetRecordingPolicy = z.infer<typeof setRecordingPolicySchema>;

/** `updatedBy` and `updatedAt` null: nobody has set one, and nothing is recorded. */
export const recordingPolicySchema = setRecordingPolicySchema.extend({
  updatedBy: z.string().nullable(),
  updatedAt: z.string().nullable(),
});
export type RecordingPolicy = z.infer<typeof recordingPolicySchema>;

/** What a tenant without a policy has. */
export const noRecording: SetRecordingPolicy = { mode: "off", redacted: [], retentionDays: 7 };

/** What went into a run and what came out of it. A part that is null was not there, or is named in `dropped`. */
export const payloadSchema = z.object({
  outcome: z.string(),
  releaseNumber: z.number().int().nullable(),
  /** The function's event. */
  event: jsonSchema,
  /** The handler's result. */
  output: jsonSchema,
  /** The fields that it set. */
  set: fieldValuesSchema,
  error: functionErrorSchema.nullable(),
});
export type Payload = z.infer<typeof payloadSchema>;

/** A run that was recorded, without secrets and without what the policy redacts. */
export const recordedPayloadSchema = payloadSchema.extend({
  invocationId: z.string(),
  attempt: z.number().int(),
  functionName: z.string(),
  extensionPointKey: z.string().nullable(),
  outcome: outcomeSchema,
  /** Field values as they were sent. */
  fields: fieldValuesSchema.nullable(),
  /** Fields whose values were taken out. */
  redacted: z.array(z.string()),
  /** Parts that were too large to keep (256 KB). */
  dropped: z.array(z.enum(["fields", "event", "output"])),
  recordedAt: z.string(),
  expiresAt: z.string(),
});
export type RecordedPayload = z.infer<typeof recordedPayloadSchema>;

/** A recorded run in a list: what it was, not what was in it. */
export const recordedRunSchema = recordedPayloadSchema.pick({
  invocationId: true,
  attempt: true,
  outcome: true,
  releaseNumber: true,
  recordedAt: true,
});
export type RecordedRun = z.infer<typeof recordedRunSchema>;

/** Makes a test event of what was sent in a recorded run. */
export const saveRecordedEventSchema = z.object({
  invocationId: z.uuid("There is no such recorded invocation."),
  name: nameSchema,
});
export type SaveRecordedEvent = z.infer<typeof saveRecordedEventSchema>;

export const replayTargetSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("live") }),
  z.object({ kind: z.literal("release"), number: ordinalSchema }),
  z.object({ kind: z.literal("draft") }),
]);
export type ReplayTarget = z.infer<typeof replayTargetSchema>;

/** Runs what was recorded again. `fields` stand in for those that were redacted, or for others. */
export const startReplaySchema = z.object({
  target: replayTargetSchema,
  fields: fieldValuesSchema.optional(),
});
export type StartReplay = z.infer<typeof startReplaySchema>;

/** One place where two payloads differ: `output.score`, `set.invoice.riskScore`, `event.items[2]`. */
export const differenceSchema = z.object({
  path: z.string(),
  kind: z.enum(["added", "removed", "changed"]),
  before: jsonSchema.optional(),
  after: jsonSchema.optional(),
});
export type Difference = z.infer<typeof differenceSchema>;

export const replaySchema = z.object({
  id: z.string(),
  invocationId: z.string(),
  target: replayTargetSchema,
  state: z.enum(["queued", "running", "done"]),
  original: payloadSchema,
  /** Null until it is done. */
  replayed: payloadSchema.nullable(),
  /** At most 200; none while it runs. */
  differences: z.array(differenceSchema),
  /** Whether there are more differences than are told. */
  more: z.boolean(),
  createdBy: z.string(),
  createdAt: z.string(),
});
export type Replay = z.infer<typeof replaySchema>;

/** What a client that may start a replay, but perhaps not read payloads, is told of it. */
export const startedReplaySchema = replaySchema.omit({ original: true, replayed: true, differences: true, more: true });

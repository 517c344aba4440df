import { functionErrorSchema, jsonSchema, logLevelSchema } from "@annex/contract";
import { z } from "zod";

/** Code that one request does not carry: it goes ahead in parts, which its execution environment keeps. */
export const codeInPartsSchema = z.object({
  /** Of the whole zip, hex. */
  sha256: z.string(),
  parts: z.number().int(),
});
export type CodeInParts = z.infer<typeof codeInPartsSchema>;

/** What a test runner is asked: run this artifact's handler once with this event. */
export const testRequestSchema = z.object({
  /** The zip: base64, or the parts that were sent ahead. */
  artifact: z.union([z.string(), codeInPartsSchema]),
  handler: z.string(),
  event: jsonSchema,
  environment: z.record(z.string(), z.string()),
  timeoutMs: z.number(),
  memoryMb: z.number(),
  functionName: z.string(),
  correlationId: z.string(),
});
export type TestRequest = z.infer<typeof testRequestSchema>;

/** What a test runner is asked before: to keep a part of a zip. */
export const codePartSchema = codeInPartsSchema.extend({
  index: z.number().int(),
  /** Base64. */
  bytes: z.string(),
});
export type CodePart = z.infer<typeof codePartSchema>;

/** Which parts the execution environment that was asked does not have; none are missing where it may be asked to run. */
export const missingPartsSchema = z.object({ missing: z.array(z.number().int()) });
export type MissingParts = z.infer<typeof missingPartsSchema>;

export const testAnswerSchema = z.object({
  status: z.enum(["success", "function_error", "timeout", "out_of_memory"]),
  output: jsonSchema.optional(),
  error: functionErrorSchema.optional(),
  logs: z.array(z.object({ at: z.string(), level: logLevelSchema, message: z.string() })),
  durationMs: z.number(),
  maxMemoryMb: z.number(),
});
export type TestAnswer = z.infer<typeof testAnswerSchema>;

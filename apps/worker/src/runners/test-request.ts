import { functionErrorSchema, logLevelSchema } from "@annex/contract";
import { z } from "zod";

/** What a test runner is asked: run this artifact's handler once with this event. */
export const testRequestSchema = z.object({
  /** The zip, base64. */
  artifact: z.string(),
  handler: z.string(),
  event: z.json(),
  environment: z.record(z.string(), z.string()),
  timeoutMs: z.number(),
  memoryMb: z.number(),
  functionName: z.string(),
  correlationId: z.string(),
});
export type TestRequest = z.infer<typeof testRequestSchema>;

export const testAnswerSchema = z.object({
  status: z.enum(["success", "function_error", "timeout", "out_of_memory"]),
  output: z.json().optional(),
  error: functionErrorSchema.optional(),
  logs: z.array(z.object({ at: z.string(), level: logLevelSchema, message: z.string() })),
  durationMs: z.number(),
  maxMemoryMb: z.number(),
});
export type TestAnswer = z.infer<typeof testAnswerSchema>;

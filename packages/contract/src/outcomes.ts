import { z } from "zod";

export const logLevelSchema = z.enum(["trace", "debug", "info", "warn", "error", "fatal", "platform"]);
export type LogLevel = z.infer<typeof logLevelSchema>;

export const functionErrorSchema = z.object({
  type: z.string(),
  message: z.string(),
  /** The tenant's own lines (source maps applied). */
  stack: z.array(z.string()),
});
export type FunctionError = z.infer<typeof functionErrorSchema>;

export const outcomeSchema = z.enum([
  "success",
  "function_error",
  "timeout",
  "out_of_memory",
  "throttled",
  "platform_error",
]);
export type Outcome = z.infer<typeof outcomeSchema>;

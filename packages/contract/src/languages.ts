import { z } from "zod";

export const languageSchema = z.enum(["typescript", "javascript", "python"]);
export type Language = z.infer<typeof languageSchema>;

/** Lambda's runtime names that the platform offers. */
export const runtimeSchema = z.enum(["nodejs24.x", "nodejs22.x", "python3.11"]);
export type Runtime = z.infer<typeof runtimeSchema>;

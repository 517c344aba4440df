import { z } from "zod";

/** A problem of the code with its place; shown in the editor's margin. Lines and columns count from 1. */
export const diagnosticSchema = z.object({
  source: z.enum(["build", "handler", "packages", "mapping", "types"]),
  severity: z.enum(["error", "warning"]),
  message: z.string(),
  file: z.string().optional(),
  line: z.number().int().optional(),
  column: z.number().int().optional(),
  endColumn: z.number().int().optional(),
  /** For `mapping`: `parameters.2` or `outputs.0`. */
  at: z.string().optional(),
});
export type Diagnostic = z.infer<typeof diagnosticSchema>;

import { z } from "zod";
import { functionNameSchema } from "./functions.ts";

/** A function in the bin: it runs nowhere, and can be restored until `reapAt`. */
export const binnedFunctionSchema = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  /** The release that is live again when it is restored; null where none was. */
  releaseNumber: z.number().int().nullable(),
  deletedBy: z.string(),
  deletedAt: z.string(),
  reapAt: z.string(),
});
export type BinnedFunction = z.infer<typeof binnedFunctionSchema>;

/** Without a name it gets its old one back. */
export const restoreFunctionSchema = z.object({ name: functionNameSchema.optional() });
export type RestoreFunction = z.infer<typeof restoreFunctionSchema>;

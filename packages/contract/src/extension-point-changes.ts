import { z } from "zod";
import { mappingProblemSchema } from "./field-mapping.ts";
import { createExtensionPointSchema, extensionPointSchema } from "./fields.ts";

const contractSchema = createExtensionPointSchema.omit({ key: true, recordTypeKey: true });

/** An extension point's contract as it shall be; its key and record type stay. */
export const changeExtensionPointSchema = contractSchema.extend({
  /** The version that the change started from; another one in the database is a conflict. */
  version: z.number().int().min(1),
});
export type ChangeExtensionPoint = z.infer<typeof changeExtensionPointSchema>;

export const updateExtensionPointSchema = changeExtensionPointSchema.extend({
  /** Change it although bindings break: they fail, or are passed over, until their functions are deployed anew. */
  acceptBreaking: z.boolean().default(false),
});
export type UpdateExtensionPoint = z.infer<typeof updateExtensionPointSchema>;

/** What a change means for the functions that are bound there. */
export const extensionPointImpactSchema = z.object({
  /** How many bindings there are, of every tenant. */
  bindings: z.number().int(),
  /** Those that would not fit any more, and why. */
  breaks: z.array(
    z.object({
      bindingId: z.string(),
      tenant: z.string(),
      functionName: z.string(),
      releaseNumber: z.number().int(),
      /** `at` is a place in the release's field mapping, or `condition`, `fallback`, `timeoutMs` of the binding. */
      problems: z.array(mappingProblemSchema),
    }),
  ),
});
export type ExtensionPointImpact = z.infer<typeof extensionPointImpactSchema>;

/** A contract as it was. */
export const extensionPointVersionSchema = z.object({
  number: z.number().int(),
  inputFields: z.array(z.string()),
  outputFields: z.array(z.string()),
  timeoutMs: z.number().int(),
  failureMode: extensionPointSchema.shape.failureMode,
  createdBy: z.string(),
  createdAt: z.string(),
});
export type ExtensionPointVersion = z.infer<typeof extensionPointVersionSchema>;

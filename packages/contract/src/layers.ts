import { z } from "zod";
import { runtimeSchema } from "./functions.ts";
import { rolloutItemSchema, rolloutPlanSchema, rolloutSchema } from "./rollouts.ts";

export const layerNameSchema = z
  .string()
  .min(2, "A name has at least 2 characters")
  .max(60, "A name has at most 60 characters")
  .regex(/^[a-z][a-z0-9-]*[a-z0-9]$/, "Use lower-case letters, digits and hyphens, starting with a letter");

/** A file of a layer; `crc32` is that of its bytes, so that two versions can be compared without reading them. */
export const layerEntrySchema = z.object({
  path: z.string(),
  sizeBytes: z.number().int(),
  crc32: z.number().int(),
});
export type LayerEntry = z.infer<typeof layerEntrySchema>;

export const layerVersionSchema = z.object({
  number: z.number().int(),
  message: z.string(),
  runtimes: z.array(runtimeSchema),
  /** Packed, and as Lambda counts it. */
  sizeBytes: z.number().int(),
  unpackedBytes: z.number().int(),
  files: z.number().int(),
  /** Names of the npm packages in it: code imports them without adding them. */
  packages: z.array(z.string()),
  /** How many functions have it in their live release (of all tenants, where an operator asks). */
  usedBy: z.number().int(),
  createdBy: z.string(),
  createdAt: z.string(),
});
export type LayerVersion = z.infer<typeof layerVersionSchema>;

export const layerSchema = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  /** Made by the platform's operators, for every tenant. */
  vendor: z.boolean(),
  /** Newest first. */
  versions: z.array(layerVersionSchema),
  createdAt: z.string(),
});
export type Layer = z.infer<typeof layerSchema>;

export const createLayerSchema = z.object({ name: layerNameSchema, description: z.string().max(300).default("") });
export type CreateLayer = z.infer<typeof createLayerSchema>;

/** With the zip as its body; `runtimes` is a list with commas. */
export const createLayerVersionQuerySchema = z.object({
  message: z.string().max(300).default(""),
  runtimes: z
    .string()
    .transform((text) => text.split(","))
    .pipe(z.array(runtimeSchema).min(1)),
});

export const layerFileQuerySchema = z.object({ path: z.string().min(1).max(500) });

/** The versions to compare. */
export const layerDiffQuerySchema = z.object({
  from: z.coerce.number().int().min(1),
  to: z.coerce.number().int().min(1),
});

/** A file that is only in one of two versions, or differs; sizes in bytes, null where it is not there. */
export const layerChangeSchema = z.object({
  path: z.string(),
  change: z.enum(["added", "removed", "changed"]),
  before: z.number().int().nullable(),
  after: z.number().int().nullable(),
});
export type LayerChange = z.infer<typeof layerChangeSchema>;

export const layerDiffSchema = z.object({
  from: z.number().int(),
  to: z.number().int(),
  unpackedBytesBefore: z.number().int(),
  unpackedBytesAfter: z.number().int(),
  changes: z.array(layerChangeSchema),
});
export type LayerDiff = z.infer<typeof layerDiffSchema>;

/** Brings a version of a vendor layer to every function that uses an older one. */
export const startLayerRolloutSchema = rolloutPlanSchema.extend({ version: z.number().int().min(1) });
export type StartLayerRollout = z.infer<typeof startLayerRolloutSchema>;

export const layerRolloutSchema = rolloutSchema.extend({
  layer: z.object({ id: z.string(), name: z.string() }),
  version: z.number().int(),
});
export type LayerRollout = z.infer<typeof layerRolloutSchema>;

/** The roll-out with its functions: those that failed or are under way first, at most 500. */
export const layerRolloutDetailSchema = layerRolloutSchema.extend({ items: z.array(rolloutItemSchema) });
export type LayerRolloutDetail = z.infer<typeof layerRolloutDetailSchema>;

import { z } from "zod";
import { ordinalParamSchema } from "./integers.ts";
import { runtimeSchema } from "./languages.ts";
import { packageLockSchema, packageSchema } from "./packages.ts";
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
  /** What it was made from, where it was not a zip; with everything that came along. */
  madeFrom: z.array(packageSchema).nullable(),
  packageLock: packageLockSchema,
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

/** Makes the next version of packages: npm's for the Node runtimes, or Python's for those of Python. */
export const createLayerBuildSchema = z.object({
  message: z.string().max(300).default(""),
  runtimes: z.array(runtimeSchema).min(1),
  packages: z.array(packageSchema).min(1).max(50),
});
export type CreateLayerBuild = z.infer<typeof createLayerBuildSchema>;

/** A version on its way: `done` with its number, or `failed` with why. */
export const layerBuildSchema = z.object({
  id: z.string(),
  state: z.enum(["queued", "done", "failed"]),
  message: z.string(),
  runtimes: z.array(runtimeSchema),
  packages: z.array(packageSchema),
  version: z.number().int().nullable(),
  problem: z.string().nullable(),
  createdBy: z.string(),
  createdAt: z.string(),
});
export type LayerBuild = z.infer<typeof layerBuildSchema>;

export const layerFileQuerySchema = z.object({ path: z.string().min(1).max(500) });

/** The versions to compare. */
export const layerDiffQuerySchema = z.object({
  from: ordinalParamSchema,
  to: ordinalParamSchema,
});

/** A file that is only in one of two versions, or differs; sizes in bytes, null where it is not there. */
export const layerChangeSchema = z.object({
  path: z.string(),
  change: z.enum(["added", "removed", "changed"]),
  before: z.number().int().nullable(),
  after: z.number().int().nullable(),
});
export type LayerChange = z.infer<typeof layerChangeSchema>;

/** A package that is only in one of two versions, or in another version; null where it is not there. */
export const lockChangeSchema = z.object({
  name: z.string(),
  before: z.string().nullable(),
  after: z.string().nullable(),
});

export const layerDiffSchema = z.object({
  from: z.number().int(),
  to: z.number().int(),
  unpackedBytesBefore: z.number().int(),
  unpackedBytesAfter: z.number().int(),
  /** Of the locks of versions that were made from packages. */
  packages: z.array(lockChangeSchema),
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

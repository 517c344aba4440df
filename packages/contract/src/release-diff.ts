import { z } from "zod";
import { releaseSchema } from "./deployments.ts";
import { draftContentSchema } from "./drafts.ts";
import { ordinalParamSchema } from "./integers.ts";
import { jsonSchema } from "./json.ts";
import { packageLockSchema } from "./packages.ts";

/** A release with all that it is made of. */
export const releaseDetailSchema = releaseSchema.extend({
  content: draftContentSchema,
  /** Exact versions that the build resolved. */
  packageLock: packageLockSchema,
});
export type ReleaseDetail = z.infer<typeof releaseDetailSchema>;

export const releasePartSchema = z.enum([
  "files",
  "zip",
  "language",
  "runtime",
  "handler",
  "memoryMb",
  "timeoutMs",
  "environment",
  "packages",
  "packageLock",
  "egress",
  "layers",
  "extensionPointKey",
  "parameters",
  "outputs",
]);
export type ReleasePart = z.infer<typeof releasePartSchema>;

/** One difference: what is there on each side; null where there is nothing. `name` is a file's path, a variable's name, … */
export const releaseChangeSchema = z.object({
  part: releasePartSchema,
  name: z.string(),
  before: jsonSchema,
  after: jsonSchema,
});
export type ReleaseChange = z.infer<typeof releaseChangeSchema>;

/** A side of a comparison: a release's number, or the draft as it is saved. */
export const releaseSideSchema = z.union([z.literal("draft"), ordinalParamSchema]);
export type ReleaseSide = z.infer<typeof releaseSideSchema>;

const sideSchema = z.object({
  /** Null for the draft. */
  number: z.number().int().nullable(),
  message: z.string(),
  createdBy: z.string(),
  createdAt: z.string(),
});

export const releaseDiffSchema = z.object({ from: sideSchema, to: sideSchema, changes: z.array(releaseChangeSchema) });
export type ReleaseDiff = z.infer<typeof releaseDiffSchema>;

import { diagnosticSchema, lambdaCode, packageLockSchema, packageSchema, sourceFileSchema } from "@annex/contract";
import { z } from "zod";
import { packageSourcesSchema } from "./package-sources.ts";

/** More is no zip of code, whatever a sandbox says. */
const totalBytes = z.number().int().min(0).max(lambdaCode.unpackedBytes);

/** A wheel as it was chosen: what another build takes without asking the index for versions again. */
export const lockedWheelSchema = z.object({
  name: z.string(),
  version: z.string(),
  fileName: z.string(),
  url: z.string(),
  /** Hex. */
  sha256: z.string(),
  /** What it has unpacked. */
  unpackedBytes: z.number().int(),
});
export type LockedWheel = z.infer<typeof lockedWheelSchema>;

/**
 * What the builder is asked for a Python function with packages: a part of the artifact's zip. The first part is asked
 * for without a lock; each further one with the lock that the first answered, so that any builder makes the same bytes.
 */
export const wheelsRequestSchema = z.object({
  kind: z.literal("wheels"),
  files: z.array(sourceFileSchema),
  packages: z.array(packageSchema),
  /** What an earlier build fetched: its versions are kept where they still fit. */
  kept: packageLockSchema,
  /** A folder that the packages are put into, with a slash at its end; empty puts them beside the files. */
  folder: z.string(),
  python: z.object({ version: z.string(), machine: z.string(), glibc: z.string().nullable() }),
  sources: packageSourcesSchema,
  lock: z.array(lockedWheelSchema).nullable(),
  offset: z.number().int(),
});
export type WheelsRequest = z.infer<typeof wheelsRequestSchema>;

/** What the builder is asked for a layer of npm packages: a part of its zip. */
export const npmLayerRequestSchema = z.object({
  kind: z.literal("npm-layer"),
  packages: z.array(packageSchema),
  sources: packageSourcesSchema,
  offset: z.number().int(),
});
export type NpmLayerRequest = z.infer<typeof npmLayerRequestSchema>;

export const npmLayerAnswerSchema = z.object({
  /** Base64, from the offset on; null where the packages cannot be had. */
  part: z.string().nullable(),
  totalBytes,
  /** Of the whole zip, hex: every part has to be of the same one. */
  sha256: z.string(),
  packageLock: packageLockSchema,
  diagnostics: z.array(diagnosticSchema),
});
export type NpmLayerAnswer = z.infer<typeof npmLayerAnswerSchema>;

export const wheelsAnswerSchema = z.object({
  /** Base64, from the offset on; null where the packages cannot be had. */
  part: z.string().nullable(),
  totalBytes,
  unpackedBytes: z.number().int(),
  lock: z.array(lockedWheelSchema),
  diagnostics: z.array(diagnosticSchema),
});
export type WheelsAnswer = z.infer<typeof wheelsAnswerSchema>;

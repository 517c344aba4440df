import {
  diagnosticSchema,
  languageSchema,
  packageLockSchema,
  packageSchema,
  runtimeSchema,
  sourceFileSchema,
} from "@annex/contract";
import { z } from "zod";
import { packageSourcesSchema } from "./package-sources.ts";

/** What the builder is asked: a draft's files and packages, and where packages come from. */
export const buildRequestSchema = z.object({
  files: z.array(sourceFileSchema),
  language: languageSchema,
  runtime: runtimeSchema,
  handler: z.string(),
  packages: z.array(packageSchema),
  /** What an earlier build fetched: its versions are kept where they still fit. */
  kept: packageLockSchema,
  /** When newer versions were asked for last: what was installed before that is not taken. */
  asOf: z.string().nullable(),
  /** Names of packages that the function's layers hold: they are found below /opt when it runs, and not bundled in. */
  layerPackages: z.array(z.string()),
  sources: packageSourcesSchema,
});
export type BuildRequest = z.infer<typeof buildRequestSchema>;

/** What the builder answers: the files of the artifact (gzip in base64), or why there is none. */
export const buildAnswerSchema = z.object({
  files: z.array(z.object({ path: z.string(), gzip: z.string() })).nullable(),
  packageLock: packageLockSchema,
  diagnostics: z.array(diagnosticSchema),
});
export type BuildAnswer = z.infer<typeof buildAnswerSchema>;

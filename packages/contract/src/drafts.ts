import { z } from "zod";
import { fieldMappingSchema } from "./field-mapping.ts";
import { languageSchema, runtimeSchema } from "./languages.ts";
import { layerReferenceSchema, mostLayers } from "./layer-reference.ts";
import { packageSchema } from "./packages.ts";

export const filePathSchema = z
  .string()
  .min(1)
  .max(200)
  .regex(/^(?!.*(^|\/)\.{1,2}(\/|$))[A-Za-z0-9_@.-][A-Za-z0-9_@.\-/]*$/, "A path is written like src/index.ts");

/** A source file of a draft. At most 512 kB of text. */
export const sourceFileSchema = z.object({ path: filePathSchema, content: z.string().max(524_288) });
export type SourceFile = z.infer<typeof sourceFileSchema>;

/** A `host:port` that the function may reach; `*.suffix` for every name below a suffix. */
export const egressRuleSchema = z.object({
  host: z
    .string()
    .max(253)
    .regex(
      /^(\*\.)?[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$/,
      "A host name, such as api.example.com",
    ),
  port: z.number().int().min(1).max(65_535),
});
export type EgressRule = z.infer<typeof egressRuleSchema>;

/** The code: files edited in the portal, or a zip as the tenant uploaded it. */
export const sourceSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("files"), files: z.array(sourceFileSchema).min(1).max(200) }),
  z.object({
    kind: z.literal("zip"),
    artifactSha256: z.string(),
    fileName: z.string().max(200),
    sizeBytes: z.number().int(),
    entries: z.array(z.object({ path: z.string(), sizeBytes: z.number().int() })).max(20_000),
  }),
]);
export type Source = z.infer<typeof sourceSchema>;

/** One file of an uploaded zip. */
export const zipFileSchema = z.object({
  path: z.string(),
  sizeBytes: z.number().int(),
  /** Null where it is no text, or more than 1 MB. */
  text: z.string().nullable(),
});
export type ZipFile = z.infer<typeof zipFileSchema>;

/** A file of the draft's zip, or of a release's. */
export const zipFileQuerySchema = z.object({
  path: z.string().min(1).max(500),
  release: z.coerce.number().int().min(1).optional(),
});

/** The draft's code, or a release's: as it was written, or the zip that Lambda has of a release. */
export const codeQuerySchema = z.object({
  release: z.coerce.number().int().min(1).optional(),
  what: z.enum(["written", "deployed"]).default("written"),
});

/** Lambda's limit for all variables of a function together, names and values. */
export const maxEnvironmentBytes = 4096;

/** Everything that a release is made from. A draft may be incomplete; `publishRelease` checks the whole. */
export const draftContentSchema = z.object({
  source: sourceSchema,
  language: languageSchema,
  runtime: runtimeSchema,
  /** Lambda's form: `src/index.handler`: file without its ending, a dot, the export. */
  handler: z.string().max(128),
  memoryMb: z.number().int().min(128).max(2048),
  timeoutMs: z.number().int().min(1000).max(60_000),
  environment: z.record(
    z.string().regex(/^[a-zA-Z][a-zA-Z0-9_]+$/, "A variable is named like API_URL"),
    z.string().max(2048),
  ),
  packages: z.array(packageSchema).max(50),
  /** When newer versions of what the packages need were asked for last: a build keeps the versions of the one before it that has the same. */
  packagesAsOf: z.iso.datetime().optional(),
  egress: z.array(egressRuleSchema).max(30),
  layers: z.array(layerReferenceSchema).max(mostLayers, `A function has at most ${mostLayers} layers`).default([]),
  extensionPointKey: z.string().nullable(),
  mapping: fieldMappingSchema,
});
export type DraftContent = z.infer<typeof draftContentSchema>;

export const draftSchema = z.object({
  content: draftContentSchema,
  revision: z.number().int(),
  updatedBy: z.string(),
  updatedAt: z.string(),
});
export type Draft = z.infer<typeof draftSchema>;

/** `revision` is the one that the edit started from; a newer one in the database is a conflict. */
export const saveDraftSchema = z.object({ content: draftContentSchema, revision: z.number().int() });
export type SaveDraft = z.infer<typeof saveDraftSchema>;

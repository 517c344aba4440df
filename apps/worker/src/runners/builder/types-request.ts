import { packageSchema } from "@annex/contract";
import { z } from "zod";
import { packageSourcesSchema } from "./package-sources.ts";

/** What the builder is asked for the types of packages. */
export const typesRequestSchema = z.object({
  kind: z.literal("types"),
  packages: z.array(packageSchema),
  sources: packageSourcesSchema,
});
export type TypesRequest = z.infer<typeof typesRequestSchema>;

/** What it answers: a JSON object of paths and texts (gzip in base64), or why there is none. */
export const typesAnswerSchema = z.object({
  files: z.string().nullable(),
  untyped: z.array(z.string()),
  problem: z.string().nullable(),
});
export type TypesAnswer = z.infer<typeof typesAnswerSchema>;

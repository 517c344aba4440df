import { z } from "zod";

/** The types that the packages of a draft bring along, for the editor. */
export const packageTypesSchema = z.object({
  /** `none`: nobody asked for these packages yet; `failed`: see `problem`. */
  state: z.enum(["none", "queued", "done", "failed"]),
  /** Declarations by their path below `node_modules`, such as `ibantools/build/ibantools.d.ts`. */
  files: z.record(z.string(), z.string()),
  /** Packages without types of their own, or with more than fits. */
  untyped: z.array(z.string()),
  problem: z.string().nullable(),
});
export type PackageTypes = z.infer<typeof packageTypesSchema>;

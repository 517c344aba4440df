import { z } from "zod";

export const selfTestAreaSchema = z.enum([
  "Preparation",
  "AWS",
  "Network",
  "Other tenants",
  "Recursion",
  "Leftovers",
  "Host",
  "Removal",
]);
export type SelfTestArea = z.infer<typeof selfTestAreaSchema>;

/** `done` is of a line that prepares or removes; the others are of attempts. `unknown`: it could not be attempted. */
export const selfTestOutcomeSchema = z.enum(["waiting", "running", "done", "denied", "open", "unknown"]);
export type SelfTestOutcome = z.infer<typeof selfTestOutcomeSchema>;

/** Made for the time of a self-test: what the hostile function is ordered and what it answers. */
export const selfTestPoint = { key: "isolation.self-test", recordType: "selftest" } as const;

/** One line of the isolation self-test: what a hostile function attempts, and what came of it. */
export const selfTestLineSchema = z.object({
  key: z.string(),
  area: selfTestAreaSchema,
  attempt: z.string(),
  expected: z.string(),
  outcome: selfTestOutcomeSchema,
  happened: z.string().nullable(),
  durationMs: z.number().nullable(),
});
export type SelfTestLine = z.infer<typeof selfTestLineSchema>;

/**
 * `passed`: everything was denied. `open`: something was not. `inconclusive`: something could not be attempted.
 * `interrupted`: its worker died; nothing is said of the isolation.
 */
export const selfTestStateSchema = z.enum(["queued", "running", "passed", "open", "inconclusive", "interrupted"]);
export type SelfTestState = z.infer<typeof selfTestStateSchema>;

export const selfTestSummarySchema = z.object({
  id: z.string(),
  cell: z.string(),
  state: selfTestStateSchema,
  startedBy: z.string(),
  createdAt: z.string(),
  finishedAt: z.string().nullable(),
  denied: z.number().int(),
  open: z.number().int(),
  unknown: z.number().int(),
  /** When its throw-away tenants and their functions were gone again. */
  removedAt: z.string().nullable(),
});
export type SelfTestSummary = z.infer<typeof selfTestSummarySchema>;

export const selfTestSchema = selfTestSummarySchema.extend({ lines: z.array(selfTestLineSchema) });
export type SelfTest = z.infer<typeof selfTestSchema>;

/** In which cell, by ID; the oldest one where it is left out. */
export const startSelfTestSchema = z.object({ cellId: z.uuid("There is no such cell.").optional() });
export type StartSelfTest = z.infer<typeof startSelfTestSchema>;

import { z } from "zod";
import { diagnosticSchema } from "./diagnostics.ts";
import { ordinalSchema } from "./integers.ts";
import { runtimeSchema } from "./languages.ts";
import { shiftPlanSchema, shiftSchema } from "./shift.ts";

export const deploymentStateSchema = z.enum([
  "queued",
  "building",
  "publishing",
  "shifting",
  "active",
  "failed",
  "rolled_back",
]);
export type DeploymentState = z.infer<typeof deploymentStateSchema>;

export const deploymentStepSchema = z.object({
  name: z.enum(["building", "testing", "publishing", "shifting"]),
  state: z.enum(["running", "done", "failed"]),
  startedAt: z.string(),
  finishedAt: z.string().nullable(),
  /** One line: what was done, such as `CreateFunction, version 1`. */
  detail: z.string(),
});
export type DeploymentStep = z.infer<typeof deploymentStepSchema>;

/**
 * Why a deployment failed or was rolled back (`error_rate`, `p95`, `aborted`, `superseded`): what happened, to what, and
 * what to do. The version that served goes on serving.
 */
export const deploymentFailureSchema = z.object({
  step: z.string(),
  code: z.string(),
  message: z.string(),
  hint: z.string(),
  diagnostics: z.array(diagnosticSchema),
});
export type DeploymentFailure = z.infer<typeof deploymentFailureSchema>;

export const deploymentSchema = z.object({
  id: z.string(),
  kind: z.enum(["deploy", "rollback"]),
  state: deploymentStateSchema,
  releaseNumber: z.number().int(),
  message: z.string(),
  steps: z.array(deploymentStepSchema),
  failure: deploymentFailureSchema.nullable(),
  /** Null where all traffic goes over at once. */
  shift: shiftSchema.nullable(),
  createdBy: z.string(),
  createdAt: z.string(),
  finishedAt: z.string().nullable(),
});
export type Deployment = z.infer<typeof deploymentSchema>;

export const deploySchema = z.object({
  /** The draft's revision that is on screen; another one in the database is a conflict. */
  revision: z.number().int(),
  message: z.string().max(300).default(""),
  /** Without it all traffic goes over at once; so it does while nothing is live. */
  shift: shiftPlanSchema.optional(),
});
export type Deploy = z.infer<typeof deploySchema>;

export const rollBackSchema = z.object({ releaseNumber: ordinalSchema });
export type RollBack = z.infer<typeof rollBackSchema>;

export const releaseSchema = z.object({
  id: z.string(),
  number: z.number().int(),
  message: z.string(),
  lambdaVersion: z.string().nullable(),
  codeSha256: z.string().nullable(),
  artifactBytes: z.number().int().nullable(),
  runtime: runtimeSchema,
  handler: z.string(),
  live: z.boolean(),
  createdBy: z.string(),
  createdAt: z.string(),
});
export type Release = z.infer<typeof releaseSchema>;

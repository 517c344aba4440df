import { z } from "zod";
import { resourcePolicySchema } from "../iam/resource-policy.ts";

/** A layer version as a function keeps it: also after the layer version was deleted. */
const layerReferenceSchema = z.object({ arn: z.string(), codeSha256: z.string(), codeSize: z.number() });
export type LayerReference = z.infer<typeof layerReferenceSchema>;

/** What a release of a function is made of: copied whole when a version is published. */
export const configurationSchema = z.object({
  runtime: z.string(),
  handler: z.string(),
  role: z.string(),
  description: z.string(),
  timeout: z.number(),
  memorySize: z.number(),
  environment: z.record(z.string(), z.string()).optional(),
  ephemeralStorageMb: z.number(),
  architectures: z.array(z.string()),
  layers: z.array(layerReferenceSchema),
  logFormat: z.enum(["Text", "JSON"]),
  /** Of the JSON format: what is less important is not logged. */
  applicationLogLevel: z.enum(["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"]).optional(),
  systemLogLevel: z.enum(["DEBUG", "INFO", "WARN"]).optional(),
  /** Where it is not the function's own group. */
  logGroup: z.string().optional(),
  codeSha256: z.string(),
  codeSize: z.number(),
  lastModified: z.number(),
  revisionId: z.string(),
});
export type Configuration = z.infer<typeof configurationSchema>;

export const aliasSchema = z.object({
  name: z.string(),
  version: z.string(),
  description: z.string(),
  weights: z.record(z.string(), z.number()),
  revisionId: z.string(),
});
export type Alias = z.infer<typeof aliasSchema>;

/** How the asynchronous invocations of one qualifier are retried, and who is told of their end. */
const eventInvokeConfigDocument = z.object({
  maximumRetryAttempts: z.number().optional(),
  maximumEventAgeInSeconds: z.number().optional(),
  onSuccess: z.string().optional(),
  onFailure: z.string().optional(),
  lastModified: z.number(),
});
export type EventInvokeConfig = z.infer<typeof eventInvokeConfigDocument>;

const runtimeManagementSchema = z.object({
  updateRuntimeOn: z.enum(["Auto", "Manual", "FunctionUpdate"]),
  runtimeVersionArn: z.string().optional(),
});
export type RuntimeManagement = z.infer<typeof runtimeManagementSchema>;

const urlConfigSchema = z.object({
  urlId: z.string(),
  authType: z.enum(["NONE", "AWS_IAM"]),
  invokeMode: z.enum(["BUFFERED", "RESPONSE_STREAM"]),
  cors: z.record(z.string(), z.unknown()).optional(),
  createdAt: z.number(),
  lastModified: z.number(),
});
export type UrlConfig = z.infer<typeof urlConfigSchema>;

const provisionedSchema = z.object({ requested: z.number(), lastModified: z.number() });
export type Provisioned = z.infer<typeof provisionedSchema>;

/** One function with its versions and aliases: written whole, so that no reader sees half a change. */
export const functionSchema = z.object({
  name: z.string(),
  createdAt: z.number(),
  tenancy: z.enum(["PER_TENANT"]).optional(),
  state: z.enum(["Pending", "Active", "Failed"]),
  stateReason: z.string().optional(),
  lastUpdate: z.enum(["Successful", "InProgress", "Failed"]).optional(),
  latest: configurationSchema,
  versions: z.record(z.string(), configurationSchema),
  /** Never used twice, even when the newest version was deleted. */
  nextVersion: z.number(),
  aliases: z.record(z.string(), aliasSchema),
  tags: z.record(z.string(), z.string()),
  reservedConcurrency: z.number().optional(),
  /** By qualifier: `$LATEST`, a version or an alias. */
  eventInvokeConfigs: z.record(z.string(), eventInvokeConfigDocument).default({}),
  recursiveLoop: z.enum(["Allow", "Terminate"]).default("Terminate"),
  /** Resource policies, by qualifier; `$LATEST` for the unqualified function. */
  policies: z.record(z.string(), resourcePolicySchema).default({}),
  runtimeManagement: z.record(z.string(), runtimeManagementSchema).default({}),
  codeSigningConfigArn: z.string().optional(),
  /** By alias; `$LATEST` for the unqualified function. */
  urlConfigs: z.record(z.string(), urlConfigSchema).default({}),
  provisioned: z.record(z.string(), provisionedSchema).default({}),
});
export type FunctionDocument = z.infer<typeof functionSchema>;

import { z } from "zod";
import { AwsError } from "../http/aws-error.ts";

const environmentSchema = z.object({ Variables: z.record(z.string(), z.string()).optional() });

const configurationFields = {
  Runtime: z.string().optional(),
  Handler: z
    .string()
    .max(128)
    .regex(/^[^\s]+$/)
    .optional(),
  Role: z
    .string()
    .regex(/^arn:(aws[a-zA-Z-]*)?:iam::\d{12}:role\/?[a-zA-Z_0-9+=,.@\-_/]+$/)
    .optional(),
  Description: z.string().max(256).optional(),
  Timeout: z.int().min(1).max(900).optional(),
  MemorySize: z.int().min(128).max(10_240).optional(),
  Environment: environmentSchema.optional(),
  EphemeralStorage: z.object({ Size: z.int().min(512).max(10_240) }).optional(),
  Layers: z.array(z.string()).max(5).optional(),
  LoggingConfig: z.object({ LogFormat: z.enum(["Text", "JSON"]).optional() }).optional(),
  RevisionId: z.string().optional(),
};

const base64 = z.string().transform((text) => Buffer.from(text, "base64"));

export const createFunctionSchema = z.object({
  ...configurationFields,
  FunctionName: z.string(),
  Role: configurationFields.Role.unwrap(),
  Code: z.object({ ZipFile: base64.optional(), ImageUri: z.unknown().optional(), S3Bucket: z.unknown().optional() }),
  Publish: z.boolean().optional(),
  Tags: z.record(z.string().max(128), z.string().max(256)).optional(),
  Architectures: z
    .array(z.enum(["x86_64", "arm64"]))
    .length(1)
    .optional(),
  TenancyConfig: z.object({ TenantIsolationMode: z.enum(["PER_TENANT"]) }).optional(),
});
export type CreateFunctionRequest = z.infer<typeof createFunctionSchema>;

export const updateConfigurationSchema = z.object(configurationFields);
export type UpdateConfigurationRequest = z.infer<typeof updateConfigurationSchema>;

export const updateCodeSchema = z.object({
  ZipFile: base64.optional(),
  Publish: z.boolean().optional(),
  DryRun: z.boolean().optional(),
  RevisionId: z.string().optional(),
  Architectures: z
    .array(z.enum(["x86_64", "arm64"]))
    .length(1)
    .optional(),
});

export const publishVersionSchema = z.object({
  CodeSha256: z.string().optional(),
  Description: z.string().max(256).optional(),
  RevisionId: z.string().optional(),
});

const routingSchema = z.object({ AdditionalVersionWeights: z.record(z.string(), z.number().min(0).max(1)).optional() });

export const createAliasSchema = z.object({
  Name: z
    .string()
    .max(128)
    .regex(/^(?!^[0-9]+$)[a-zA-Z0-9-_]+$/),
  FunctionVersion: z.string(),
  Description: z.string().max(256).optional(),
  RoutingConfig: routingSchema.optional(),
});

export const updateAliasSchema = z.object({
  FunctionVersion: z.string().optional(),
  Description: z.string().max(256).optional(),
  RoutingConfig: routingSchema.optional(),
  RevisionId: z.string().optional(),
});

export const tagSchema = z.object({ Tags: z.record(z.string().max(128), z.string().max(256)) });
export const concurrencySchema = z.object({ ReservedConcurrentExecutions: z.int().min(0) });

function lowerFirst(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1);
}

/** Parses a JSON body by its shape. @throws AwsError in AWS's own words, one for each wrong member. */
export function parseBody<T extends z.ZodType>(schema: T, body: Buffer): z.infer<T> {
  let value: unknown;
  try {
    value = body.length > 0 ? JSON.parse(body.toString("utf8")) : {};
  } catch (cause) {
    throw new AwsError("SerializationException", 400, "Could not parse request body into json.", { cause });
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path, message, input }) => {
    const at = path.map((part) => (typeof part === "string" ? lowerFirst(part) : String(part))).join(".");
    const shown =
      typeof input === "string" || typeof input === "number" ? `Value '${String(input).slice(0, 200)}'` : "Value";
    return `${shown} at '${at}' failed to satisfy constraint: Member ${message}`;
  });
  const count = faults.length === 1 ? "1 validation error detected" : `${faults.length} validation errors detected`;
  throw new AwsError("ValidationException", 400, `${count}: ${faults.join("; ")}`);
}

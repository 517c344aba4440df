import { z } from "zod";
import { AwsError } from "../http/aws-error.ts";
import { constraintText } from "../http/constraint-text.ts";
import { loggingConfigSchema } from "./logging-config.ts";

const codeSigningArnPattern = /^arn:(aws[a-zA-Z-]*)?:lambda:[a-z0-9-]+:\d{12}:code-signing-config:csc-[a-z0-9]{17}$/;
const variableName = z.string().regex(/^[a-zA-Z]([a-zA-Z0-9_])+$/);
const environmentSchema = z.object({ Variables: z.record(variableName, z.string()).optional() });
const functionVersion = z
  .string()
  .max(1024)
  .regex(/^(\$LATEST|[0-9]+)$/);

/** What would change how the function runs, and the engine does not do: refused where it is asked for. */
const refusedFields = {
  PackageType: z.enum(["Zip"]).optional(),
  VpcConfig: z
    .object({
      SubnetIds: z.array(z.string()).max(0).optional(),
      SecurityGroupIds: z.array(z.string()).max(0).optional(),
    })
    .optional(),
  FileSystemConfigs: z.array(z.unknown()).max(0).optional(),
  DeadLetterConfig: z.object({ TargetArn: z.enum([""]).optional() }).optional(),
  SnapStart: z.object({ ApplyOn: z.enum(["None"]).optional() }).optional(),
};

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
  LoggingConfig: loggingConfigSchema.optional(),
  RevisionId: z.string().optional(),
  ...refusedFields,
};

const base64 = z.string().transform((text) => Buffer.from(text, "base64"));

export const createFunctionSchema = z.object({
  ...configurationFields,
  FunctionName: z.string(),
  Role: configurationFields.Role.unwrap(),
  Code: z.object({ ZipFile: base64.optional(), ImageUri: z.unknown().optional(), S3Bucket: z.unknown().optional() }),
  Publish: z.boolean().optional(),
  CodeSigningConfigArn: z.string().regex(codeSigningArnPattern).optional(),
  Tags: z.record(z.string().max(128), z.string().max(256)).optional(),
  Architectures: z
    .array(z.enum(["x86_64", "arm64"]))
    .length(1)
    .optional(),
  TenancyConfig: z.object({ TenantIsolationMode: z.enum(["PER_TENANT"]) }).optional(),
});
export type CreateFunctionRequest = z.infer<typeof createFunctionSchema>;

export const updateConfigurationSchema = z.object(configurationFields);

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

const compatibleRuntimes = z.array(z.string().max(64)).max(15);

export const publishLayerSchema = z.object({
  Content: z.object({ ZipFile: base64.optional() }),
  Description: z.string().max(256).optional(),
  CompatibleRuntimes: compatibleRuntimes.optional(),
  CompatibleArchitectures: z
    .array(z.enum(["x86_64", "arm64"]))
    .max(2)
    .optional(),
  LicenseInfo: z.string().max(512).optional(),
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
  FunctionVersion: functionVersion,
  Description: z.string().max(256).optional(),
  RoutingConfig: routingSchema.optional(),
});

export const updateAliasSchema = z.object({
  FunctionVersion: functionVersion.optional(),
  Description: z.string().max(256).optional(),
  RoutingConfig: routingSchema.optional(),
  RevisionId: z.string().optional(),
});

export const tagSchema = z.object({ Tags: z.record(z.string().max(128), z.string().max(256)) });
export const concurrencySchema = z.object({ ReservedConcurrentExecutions: z.int().min(0) });

const destinationSchema = z.object({ Destination: z.string().max(350).optional() });

export const eventInvokeConfigSchema = z.object({
  MaximumRetryAttempts: z.int().min(0).max(2).optional(),
  MaximumEventAgeInSeconds: z.int().min(60).max(21_600).optional(),
  DestinationConfig: z
    .object({ OnSuccess: destinationSchema.optional(), OnFailure: destinationSchema.optional() })
    .optional(),
});

const statementId = z
  .string()
  .min(1)
  .max(100)
  .regex(/^[a-zA-Z0-9-_]+$/);
const anyArn = z.string().regex(/^arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9-])+:([a-z]{2}(-gov)?-[a-z]+-\d)?:(\d{12})?:(.*)$/);

export const addPermissionSchema = z.object({
  StatementId: statementId,
  Action: z.string().regex(/^(lambda:[*]|lambda:[a-zA-Z]+|[*])$/),
  Principal: z
    .string()
    .min(1)
    .max(2048)
    .regex(/^[^\s]+$/),
  SourceArn: anyArn.optional(),
  SourceAccount: z
    .string()
    .regex(/^\d{12}$/)
    .optional(),
  PrincipalOrgID: z
    .string()
    .regex(/^o-[a-z0-9]{10,32}$/)
    .optional(),
  EventSourceToken: z
    .string()
    .max(256)
    .regex(/^[a-zA-Z0-9._-]+$/)
    .optional(),
  FunctionUrlAuthType: z.enum(["NONE", "AWS_IAM"]).optional(),
  InvokedViaFunctionUrl: z.boolean().optional(),
  RevisionId: z.string().optional(),
});

export const addLayerPermissionSchema = z.object({
  StatementId: statementId,
  Action: z.enum(["lambda:GetLayerVersion"]),
  Principal: z.string().regex(/^(\d{12}|\*|arn:(aws[a-zA-Z-]*):iam::\d{12}:root)$/),
  OrganizationId: z
    .string()
    .regex(/^o-[a-z0-9]{10,32}$/)
    .optional(),
});

export const runtimeManagementSchema = z.object({
  UpdateRuntimeOn: z.enum(["Auto", "Manual", "FunctionUpdate"]),
  RuntimeVersionArn: z
    .string()
    .min(26)
    .max(2048)
    .regex(/^arn:(aws[a-zA-Z-]*):lambda:[a-z0-9-]+::runtime:.+$/)
    .optional(),
});

export const provisionedSchema = z.object({ ProvisionedConcurrentExecutions: z.int().min(1) });

const corsSchema = z.object({
  AllowCredentials: z.boolean().optional(),
  AllowHeaders: z.array(z.string().max(1024)).max(100).optional(),
  AllowMethods: z.array(z.string().max(6)).max(6).optional(),
  AllowOrigins: z.array(z.string().min(1).max(253)).max(100).optional(),
  ExposeHeaders: z.array(z.string().max(1024)).max(100).optional(),
  MaxAge: z.int().min(0).max(86_400).optional(),
});
const invokeMode = z.enum(["BUFFERED", "RESPONSE_STREAM"]).optional();
const authType = z.enum(["NONE", "AWS_IAM"]);

export const createUrlConfigSchema = z.object({
  AuthType: authType,
  Cors: corsSchema.optional(),
  InvokeMode: invokeMode,
});
export const updateUrlConfigSchema = z.object({ ...createUrlConfigSchema.shape, AuthType: authType.optional() });

const publishersSchema = z.object({ SigningProfileVersionArns: z.array(anyArn).min(1).max(20) });
const signingPoliciesSchema = z.object({ UntrustedArtifactOnDeployment: z.enum(["Warn", "Enforce"]).optional() });
const codeSigningConfigArn = z.string().regex(codeSigningArnPattern);

export const createCodeSigningSchema = z.object({
  Description: z.string().max(256).optional(),
  AllowedPublishers: publishersSchema,
  CodeSigningPolicies: signingPoliciesSchema.optional(),
});
export const updateCodeSigningSchema = createCodeSigningSchema.partial();
export const putCodeSigningSchema = z.object({ CodeSigningConfigArn: codeSigningConfigArn });

export const recursionSchema = z.object({ RecursiveLoop: z.enum(["Allow", "Terminate"]) });

/** Parses a JSON body by its shape. @throws AwsError in AWS's own words, one for each wrong member. */
export function parseBody<T extends z.ZodType>(schema: T, body: Buffer): z.infer<T> {
  let value: unknown;
  try {
    value = body.length > 0 ? JSON.parse(body.toString("utf8")) : {};
  } catch (cause) {
    throw new AwsError("SerializationException", 400, "Could not parse request body into json.", { cause });
  }
  const parsed = schema.safeParse(value, { reportInput: true });
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(constraintText);
  const count = faults.length === 1 ? "1 validation error detected" : `${faults.length} validation errors detected`;
  throw new AwsError("ValidationException", 400, `${count}: ${faults.join("; ")}`);
}

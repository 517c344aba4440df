import { randomUUID } from "node:crypto";
import { AwsError, conflict, invalidParameter } from "../http/aws-error.ts";
import { type AwsResponse, json } from "../http/aws-request.ts";
import { checkAllowed } from "../iam/principal.ts";
import { architecture, checkArchitectures } from "./architecture.ts";
import { checkCodeStorage } from "./code-storage.ts";
import type { Call, Lambda } from "./context.ts";
import { egressVariable, parseEgress } from "./egress-variable.ts";
import { type Configuration, functionSchema, type LayerReference } from "./function-document.ts";
import { readLogging } from "./logging-config.ts";
import { renderConfiguration } from "./render.ts";
import { type CreateFunctionRequest, createFunctionSchema, parseBody } from "./requests.ts";
import { parseTarget } from "./target.ts";

const maxEnvironmentBytes = 4096;
const reservedVariables = /^(AWS_(?!LAMBDA_EXEC_WRAPPER$)|_HANDLER$|LAMBDA_)/;

/** @throws AwsError when the variables are more than 4 KB or one is Lambda's own. */
export function checkEnvironment(variables: Readonly<Record<string, string>> | undefined): void {
  if (!variables) return;
  parseEgress(variables[egressVariable]);
  const reserved = Object.keys(variables).filter((name) => reservedVariables.test(name));
  if (reserved.length > 0) {
    throw invalidParameter(
      `Lambda was unable to configure your environment variables because the environment variables you have provided contains reserved keys that are currently not supported for modification. Reserved keys used in this request: ${reserved.join(", ")}`,
    );
  }
  if (Buffer.byteLength(JSON.stringify(variables)) > maxEnvironmentBytes) {
    throw invalidParameter(
      "Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the 4KB limit.",
    );
  }
}

/** @throws AwsError when the runtime is not one that this engine runs. */
export function checkRuntime({ execution }: Lambda, runtime: string): void {
  const known = execution.runtimes();
  if (known.includes(runtime)) return;
  throw new AwsError(
    "InvalidParameterValueException",
    400,
    `Value ${runtime} at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: [${known.join(", ")}] or be a valid ARN`,
  );
}

/** @throws AwsError when the caller may not pass the role, or Lambda may not assume it. */
export function checkRole({ lambda, principal }: Call, arn: string): void {
  checkAllowed(principal, "iam:PassRole", arn);
  const role = lambda.config.roles.find(({ name }) => arn === `arn:aws:iam::${lambda.config.accountId}:role/${name}`);
  if (!role?.trust.principals.includes("lambda.amazonaws.com")) {
    throw invalidParameter("The role defined for the function cannot be assumed by Lambda.");
  }
}

/** @throws AwsError when a layer is not there, or not for the caller to take. */
export function loadLayers({ lambda, principal }: Call, arns: readonly string[]): LayerReference[] {
  for (const arn of arns) {
    const { name, version } = lambda.layers.parse(arn);
    checkAllowed(principal, "lambda:GetLayerVersion", arn, {}, lambda.layers.policy(name, version));
  }
  return lambda.layers.reference(arns);
}

async function makeConfiguration(call: Call, input: CreateFunctionRequest): Promise<Configuration> {
  const { lambda, now } = call;
  if (!input.Code.ZipFile)
    throw invalidParameter("Please provide a source for function code: the engine takes Code.ZipFile.");
  if (!input.Runtime || !input.Handler)
    throw invalidParameter(
      "Runtime and Handler are mandatory parameters for functions created with deployment packages.",
    );
  checkRuntime(lambda, input.Runtime);
  checkArchitectures(input.Architectures);
  checkEnvironment(input.Environment?.Variables);
  const layers = loadLayers(call, input.Layers ?? []);
  checkCodeStorage(lambda, input.Code.ZipFile);
  const stored = await lambda.code.add(input.Code.ZipFile);
  return {
    runtime: input.Runtime,
    handler: input.Handler,
    role: input.Role,
    description: input.Description ?? "",
    timeout: input.Timeout ?? 3,
    memorySize: input.MemorySize ?? 128,
    ...(input.Environment?.Variables ? { environment: input.Environment.Variables } : {}),
    ephemeralStorageMb: input.EphemeralStorage?.Size ?? 512,
    architectures: input.Architectures ?? [architecture],
    layers,
    ...readLogging(input.LoggingConfig),
    ...stored,
    lastModified: now,
    revisionId: randomUUID(),
  };
}

function nameTaken(lambda: Lambda, name: string): void {
  if (lambda.functions.find(name)) throw conflict(`Function already exist: ${name}`);
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html */
export async function createFunction(call: Call): Promise<AwsResponse> {
  const { lambda, request, principal, now } = call;
  const input = parseBody(createFunctionSchema, request.body);
  const { name } = parseTarget(lambda.config, input.FunctionName, null);
  const tags = Object.entries(input.Tags ?? {}).map(([key, value]) => [`aws:RequestTag/${key}`, value]);
  const context = { ...Object.fromEntries(tags), "aws:TagKeys": Object.keys(input.Tags ?? {}) };
  checkAllowed(principal, "lambda:CreateFunction", lambda.functions.arn(name), context);
  checkRole(call, input.Role);
  if (input.CodeSigningConfigArn !== undefined) lambda.codeSigning.checkCode(input.CodeSigningConfigArn);
  nameTaken(lambda, name);
  const latest = await makeConfiguration(call, input);
  nameTaken(lambda, name); // the zip took a while
  const document = functionSchema.parse({
    name,
    createdAt: now,
    ...(input.TenancyConfig ? { tenancy: input.TenancyConfig.TenantIsolationMode } : {}),
    state: "Pending",
    latest,
    versions: input.Publish ? { "1": latest } : {},
    nextVersion: input.Publish ? 2 : 1,
    aliases: {},
    tags: input.Tags ?? {},
    ...(input.CodeSigningConfigArn === undefined ? {} : { codeSigningConfigArn: input.CodeSigningConfigArn }),
  });
  lambda.functions.save(document);
  lambda.functions.settleLater(name);
  const version = input.Publish ? "1" : "$LATEST";
  const qualifier = input.Publish ? "1" : undefined;
  return json(renderConfiguration(lambda.functions, document, latest, { version, qualifier, withState: true }), 201);
}

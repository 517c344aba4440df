import type { Alias, Configuration, FunctionDocument } from "./function-document.ts";
import type { Functions } from "./functions.ts";
import { renderLogging } from "./logging-config.ts";

/** `2025-01-31T10:00:00.000+0000`: Lambda's own way to write a time. */
export function lambdaTime(ms: number): string {
  return new Date(ms).toISOString().replace("Z", "+0000");
}

interface RenderOptions {
  readonly version: string;
  /** The ARN ends with this qualifier; none for the plain ARN of `$LATEST`. */
  readonly qualifier?: string | undefined;
  /** Lists leave the state out. */
  readonly withState: boolean;
}

function stateOf(document: FunctionDocument): Record<string, unknown> {
  const pending =
    document.state === "Pending" ? { StateReason: "The function is being created.", StateReasonCode: "Creating" } : {};
  const progress =
    document.lastUpdate === "InProgress"
      ? { LastUpdateStatusReason: "The function is being created.", LastUpdateStatusReasonCode: "Creating" }
      : {};
  const update = document.lastUpdate ? { LastUpdateStatus: document.lastUpdate } : {};
  return { State: document.state, ...pending, ...update, ...progress };
}

/** Lambda's FunctionConfiguration. */
export function renderConfiguration(
  functions: Functions,
  document: FunctionDocument,
  configuration: Configuration,
  { version, qualifier, withState }: RenderOptions,
): Record<string, unknown> {
  const { environment, layers } = configuration;
  return {
    FunctionName: document.name,
    FunctionArn: functions.arn(document.name, qualifier),
    Runtime: configuration.runtime,
    Role: configuration.role,
    Handler: configuration.handler,
    CodeSize: configuration.codeSize,
    Description: configuration.description,
    Timeout: configuration.timeout,
    MemorySize: configuration.memorySize,
    LastModified: lambdaTime(configuration.lastModified),
    CodeSha256: configuration.codeSha256,
    Version: version,
    ...(environment ? { Environment: { Variables: environment } } : {}),
    TracingConfig: { Mode: "PassThrough" },
    RevisionId: configuration.revisionId,
    ...(layers.length > 0 ? { Layers: layers.map(({ arn, codeSize }) => ({ Arn: arn, CodeSize: codeSize })) } : {}),
    ...(withState ? stateOf(document) : {}),
    PackageType: "Zip",
    Architectures: configuration.architectures,
    EphemeralStorage: { Size: configuration.ephemeralStorageMb },
    RuntimeVersionConfig: { RuntimeVersionArn: functions.runtimeArn(configuration.runtime) },
    SnapStart: { ApplyOn: "None", OptimizationStatus: "Off" },
    LoggingConfig: renderLogging(configuration, document.name),
    ...(document.tenancy ? { TenancyConfig: { TenantIsolationMode: document.tenancy } } : {}),
  };
}

export function renderAlias(functions: Functions, document: FunctionDocument, alias: Alias): Record<string, unknown> {
  const hasWeights = Object.keys(alias.weights).length > 0;
  return {
    AliasArn: functions.arn(document.name, alias.name),
    Name: alias.name,
    FunctionVersion: alias.version,
    Description: alias.description,
    ...(hasWeights ? { RoutingConfig: { AdditionalVersionWeights: alias.weights } } : {}),
    RevisionId: alias.revisionId,
  };
}

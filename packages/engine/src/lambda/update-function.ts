import { randomUUID } from "node:crypto";
import { invalidParameter } from "../http/aws-error.ts";
import { type AwsResponse, json } from "../http/aws-request.ts";
import { checkArchitectures } from "./architecture.ts";
import { checkCodeStorage } from "./code-storage.ts";
import type { Call } from "./context.ts";
import { checkEnvironment, checkRole, checkRuntime, loadLayers } from "./create-function.ts";
import type { Configuration, FunctionDocument } from "./function-document.ts";
import { checkChangeable, loadTarget } from "./load-target.ts";
import { readLogging } from "./logging-config.ts";
import { publish, renderVersion } from "./publish-version.ts";
import { renderConfiguration } from "./render.ts";
import { parseBody, updateCodeSchema, updateConfigurationSchema } from "./requests.ts";

/** Writes the change down, and ends the environments of what `$LATEST` was. */
function change({ lambda, now }: Call, document: FunctionDocument, fields: Partial<Configuration>): FunctionDocument {
  const latest = { ...document.latest, ...fields, lastModified: now, revisionId: randomUUID() };
  const changed = lambda.functions.save({ ...document, latest, lastUpdate: "InProgress" });
  lambda.functions.settleLater(document.name);
  lambda.invoker.retire(document, "$LATEST", changed);
  return changed;
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionCode.html */
export async function updateFunctionCode(call: Call): Promise<AwsResponse> {
  const { lambda, request } = call;
  const { name, document: before } = loadTarget(call, "UpdateFunctionCode");
  const input = parseBody(updateCodeSchema, request.body);
  checkChangeable(call, before, input.RevisionId);
  if (!input.ZipFile) throw invalidParameter("Please provide a source for function code: the engine takes ZipFile.");
  if (before.codeSigningConfigArn !== undefined) lambda.codeSigning.checkCode(before.codeSigningConfigArn);
  checkArchitectures(input.Architectures);
  checkCodeStorage(lambda, input.ZipFile);
  const stored = await lambda.code.add(input.ZipFile);
  const document = lambda.functions.load(name); // the zip took a while
  checkChangeable(call, document, input.RevisionId);
  const fields = { ...stored, ...(input.Architectures ? { architectures: input.Architectures } : {}) };
  if (input.DryRun) {
    const latest = { ...document.latest, ...fields };
    return json(renderConfiguration(lambda.functions, document, latest, { version: "$LATEST", withState: true }));
  }
  const changed = change(call, document, fields);
  if (!input.Publish) return renderVersion(lambda, changed, "$LATEST", 200);
  const published = publish(lambda, changed);
  return renderVersion(lambda, published.document, published.version, 200);
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionConfiguration.html */
export function updateFunctionConfiguration(call: Call): AwsResponse {
  const { lambda, request } = call;
  const { document } = loadTarget(call, "UpdateFunctionConfiguration");
  const input = parseBody(updateConfigurationSchema, request.body);
  checkChangeable(call, document, input.RevisionId);
  if (input.Runtime) checkRuntime(lambda, input.Runtime);
  if (input.Role) checkRole(call, input.Role);
  checkEnvironment(input.Environment?.Variables);
  const changed = change(call, document, {
    ...(input.Runtime === undefined ? {} : { runtime: input.Runtime }),
    ...(input.Handler === undefined ? {} : { handler: input.Handler }),
    ...(input.Role === undefined ? {} : { role: input.Role }),
    ...(input.Description === undefined ? {} : { description: input.Description }),
    ...(input.Timeout === undefined ? {} : { timeout: input.Timeout }),
    ...(input.MemorySize === undefined ? {} : { memorySize: input.MemorySize }),
    ...(input.Environment === undefined ? {} : { environment: input.Environment.Variables ?? {} }),
    ...(input.Layers === undefined ? {} : { layers: loadLayers(call, input.Layers) }),
    ...(input.EphemeralStorage === undefined ? {} : { ephemeralStorageMb: input.EphemeralStorage.Size }),
    ...readLogging(input.LoggingConfig, document.latest),
  });
  return renderVersion(lambda, changed, "$LATEST", 200);
}

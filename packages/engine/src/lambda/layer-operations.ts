import { invalidParameter } from "../http/aws-error.ts";
import { type AwsResponse, json } from "../http/aws-request.ts";
import { checkAllowed } from "../iam/principal.ts";
import { checkCodeStorage } from "./code-storage.ts";
import type { Call } from "./context.ts";
import type { Layer, LayerVersion } from "./layers.ts";
import { page } from "./page.ts";
import { presignCode } from "./presign-code.ts";
import { lambdaTime } from "./render.ts";
import { parseBody, publishLayerSchema } from "./requests.ts";

function renderVersion({ lambda }: Call, name: string, layerVersion: LayerVersion): Record<string, unknown> {
  const { version, description, compatibleRuntimes, compatibleArchitectures, licenseInfo } = layerVersion;
  return {
    LayerVersionArn: lambda.layers.arn(name, version),
    Version: version,
    Description: description,
    CreatedDate: lambdaTime(layerVersion.createdAt),
    ...(compatibleRuntimes ? { CompatibleRuntimes: compatibleRuntimes } : {}),
    ...(compatibleArchitectures ? { CompatibleArchitectures: compatibleArchitectures } : {}),
    ...(licenseInfo === undefined ? {} : { LicenseInfo: licenseInfo }),
  };
}

function renderWithContent(call: Call, name: string, layerVersion: LayerVersion): Record<string, unknown> {
  const { codeSha256, codeSize } = layerVersion;
  const Location = presignCode(call.lambda.origin(), codeSha256, call.now);
  return {
    Content: { Location, CodeSha256: codeSha256, CodeSize: codeSize },
    LayerArn: call.lambda.layers.arn(name),
    ...renderVersion(call, name, layerVersion),
  };
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_PublishLayerVersion.html */
export async function publishLayerVersion(call: Call): Promise<AwsResponse> {
  const { lambda, principal, parts, request, now } = call;
  const { name } = lambda.layers.parse(parts[0] ?? "");
  checkAllowed(principal, "lambda:PublishLayerVersion", lambda.layers.arn(name));
  const input = parseBody(publishLayerSchema, request.body);
  if (!input.Content.ZipFile)
    throw invalidParameter("Please provide a source for the layer: the engine takes ZipFile.");
  checkCodeStorage(lambda, input.Content.ZipFile);
  const stored = await lambda.code.add(input.Content.ZipFile);
  const published = lambda.layers.publish(name, {
    description: input.Description ?? "",
    createdAt: now,
    ...stored,
    ...(input.CompatibleRuntimes ? { compatibleRuntimes: input.CompatibleRuntimes } : {}),
    ...(input.CompatibleArchitectures ? { compatibleArchitectures: input.CompatibleArchitectures } : {}),
    ...(input.LicenseInfo === undefined ? {} : { licenseInfo: input.LicenseInfo }),
  });
  return json(renderWithContent(call, name, published), 201);
}

function getVersion(call: Call, name: string, version: string): AwsResponse {
  const { layers } = call.lambda;
  checkAllowed(call.principal, "lambda:GetLayerVersion", layers.arn(name, version), {}, layers.policy(name, version));
  return json(renderWithContent(call, name, layers.load(name, version)));
}

export function getLayerVersion(call: Call): AwsResponse {
  return getVersion(call, call.lambda.layers.parse(call.parts[0] ?? "").name, call.parts[1] ?? "");
}

function getLayerVersionByArn(call: Call): AwsResponse {
  const { name, version = "" } = call.lambda.layers.parse(call.request.query.get("Arn") ?? "");
  return getVersion(call, name, version);
}

export function deleteLayerVersion(call: Call): AwsResponse {
  const { layers } = call.lambda;
  const { name } = layers.parse(call.parts[0] ?? "");
  const version = call.parts[1] ?? "";
  checkAllowed(call.principal, "lambda:DeleteLayerVersion", layers.arn(name, version));
  layers.remove(name, version);
  return { status: 204, headers: {}, body: "" };
}

const newestFirst = ({ versions }: Layer) => Object.values(versions).sort((a, b) => b.version - a.version);

/** Keeps what runs on the runtime that was asked for. */
function isWanted({ request }: Call, { compatibleRuntimes }: LayerVersion): boolean {
  const runtime = request.query.get("CompatibleRuntime");
  return runtime === null || (compatibleRuntimes ?? []).includes(runtime);
}

export function listLayerVersions(call: Call): AwsResponse {
  const { layers } = call.lambda;
  checkAllowed(call.principal, "lambda:ListLayerVersions", "*");
  const { name } = layers.parse(call.parts[0] ?? "");
  const layer = layers.find(name);
  const all = layer ? newestFirst(layer).filter((version) => isWanted(call, version)) : [];
  const { items, next } = page(call, all, ({ version }) => String(version));
  return json({ LayerVersions: items.map((version) => renderVersion(call, name, version)), ...next });
}

/** Each layer with its newest version; the same path finds one version by its ARN. */
export function listLayers(call: Call): AwsResponse {
  if (call.request.query.get("find") === "LayerVersion") return getLayerVersionByArn(call);
  const { layers } = call.lambda;
  checkAllowed(call.principal, "lambda:ListLayers", "*");
  const all = layers.all().flatMap((layer) => {
    const newest = newestFirst(layer).find((version) => isWanted(call, version));
    return newest ? [{ name: layer.name, newest }] : [];
  });
  const { items, next } = page(call, all, ({ name }) => name);
  const Layers = items.map(({ name, newest }) => ({
    LayerName: name,
    LayerArn: layers.arn(name),
    LatestMatchingVersion: renderVersion(call, name, newest),
  }));
  return json({ Layers, ...next });
}

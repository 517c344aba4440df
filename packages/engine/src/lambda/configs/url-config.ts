import { randomBytes } from "node:crypto";
import { conflict, invalidParameter, notFound } from "../../http/aws-error.ts";
import { type AwsResponse, json } from "../../http/aws-request.ts";
import { own } from "../../own.ts";
import type { Call } from "../context.ts";
import type { FunctionDocument, UrlConfig } from "../function-document.ts";
import { type LoadedTarget, loadTarget } from "../load-target.ts";
import { page } from "../page.ts";
import { createUrlConfigSchema, parseBody, updateUrlConfigSchema } from "../requests.ts";

function render({ lambda }: Call, name: string, key: string, config: UrlConfig): Record<string, unknown> {
  return {
    FunctionUrl: `https://${config.urlId}.lambda-url.${lambda.config.region}.on.aws/`,
    FunctionArn: lambda.functions.arn(name, key === "$LATEST" ? undefined : key),
    AuthType: config.authType,
    ...(config.cors === undefined ? {} : { Cors: config.cors }),
    CreationTime: new Date(config.createdAt).toISOString(),
    LastModifiedTime: new Date(config.lastModified).toISOString(),
    InvokeMode: config.invokeMode,
  };
}

/** A URL is the unqualified function's, or an alias's. */
function keyOf({ lambda }: Call, { document, qualifier }: LoadedTarget): string {
  if (qualifier === undefined) return "$LATEST";
  if (own(document.aliases, qualifier)) return qualifier;
  throw notFound(`Function not found: ${lambda.functions.arn(document.name, qualifier)}`);
}

function load(document: FunctionDocument, key: string): UrlConfig {
  const found = own(document.urlConfigs, key);
  if (!found) throw notFound("The resource you requested does not exist.");
  return found;
}

function save(call: Call, { document }: LoadedTarget, key: string, config: UrlConfig, status: number): AwsResponse {
  call.lambda.functions.save({ ...document, urlConfigs: { ...document.urlConfigs, [key]: config } });
  return json(render(call, document.name, key, config), status);
}

/** The configuration is kept; the URL itself is not served. */
export function createUrlConfig(call: Call): AwsResponse {
  const target = loadTarget(call, "CreateFunctionUrlConfig");
  const input = parseBody(createUrlConfigSchema, call.request.body);
  const key = keyOf(call, target);
  const { functions } = call.lambda;
  if (target.document.tenancy)
    throw invalidParameter("Function URLs are not supported for functions with tenancy configuration.");
  if (own(target.document.urlConfigs, key)) {
    throw conflict(
      `FunctionUrlConfig exists for this Lambda function: ${functions.arn(target.name, target.qualifier)}`,
    );
  }
  const config = {
    urlId: randomBytes(16).toString("hex"),
    authType: input.AuthType,
    invokeMode: input.InvokeMode ?? "BUFFERED",
    ...(input.Cors === undefined ? {} : { cors: input.Cors }),
    createdAt: call.now,
    lastModified: call.now,
  };
  return save(call, target, key, config, 201);
}

export function updateUrlConfig(call: Call): AwsResponse {
  const target = loadTarget(call, "UpdateFunctionUrlConfig");
  const input = parseBody(updateUrlConfigSchema, call.request.body);
  const key = keyOf(call, target);
  const before = load(target.document, key);
  const config = {
    ...before,
    authType: input.AuthType ?? before.authType,
    invokeMode: input.InvokeMode ?? before.invokeMode,
    ...(input.Cors === undefined ? {} : { cors: input.Cors }),
    lastModified: call.now,
  };
  return save(call, target, key, config, 200);
}

export function getUrlConfig(call: Call): AwsResponse {
  const target = loadTarget(call, "GetFunctionUrlConfig");
  const key = keyOf(call, target);
  return json(render(call, target.name, key, load(target.document, key)));
}

export function deleteUrlConfig(call: Call): AwsResponse {
  const target = loadTarget(call, "DeleteFunctionUrlConfig");
  const key = keyOf(call, target);
  load(target.document, key);
  const { [key]: _, ...urlConfigs } = target.document.urlConfigs;
  call.lambda.functions.save({ ...target.document, urlConfigs });
  return { status: 204, headers: {}, body: "" };
}

export function listUrlConfigs(call: Call): AwsResponse {
  const { document } = loadTarget(call, "ListFunctionUrlConfigs");
  const { items, next } = page(call, Object.entries(document.urlConfigs), ([key]) => key);
  return json({ FunctionUrlConfigs: items.map(([key, config]) => render(call, document.name, key, config)), ...next });
}

import { AwsError } from "../http/aws-error.ts";
import { type AwsResponse, json } from "../http/aws-request.ts";
import {
  createAlias,
  deleteAlias,
  deleteConcurrency,
  deleteFunction,
  getConcurrency,
  listTags,
  putConcurrency,
  tagResource,
  untagResource,
  updateAlias,
} from "./change-function.ts";
import {
  createCodeSigning,
  deleteCodeSigning,
  deleteFunctionCodeSigning,
  getCodeSigning,
  getFunctionCodeSigning,
  listCodeSigning,
  listFunctionsOfCodeSigning,
  putFunctionCodeSigning,
  updateCodeSigning,
} from "./configs/code-signing-operations.ts";
import { deleteProvisioned, getProvisioned, putProvisioned } from "./configs/provisioned-concurrency.ts";
import { getRecursionConfig, putRecursionConfig } from "./configs/recursion-config.ts";
import { getRuntimeManagement, putRuntimeManagement } from "./configs/runtime-management.ts";
import {
  createUrlConfig,
  deleteUrlConfig,
  getUrlConfig,
  listUrlConfigs,
  updateUrlConfig,
} from "./configs/url-config.ts";
import type { Call } from "./context.ts";
import { createFunction } from "./create-function.ts";
import {
  deleteEventInvokeConfig,
  getEventInvokeConfig,
  listEventInvokeConfigs,
  putEventInvokeConfig,
  updateEventInvokeConfig,
} from "./events/event-invoke-config.ts";
import { invoke, invokeAsync } from "./invoke.ts";
import { invokeWithResponseStream } from "./invoke-with-response-stream.ts";
import {
  deleteLayerVersion,
  getLayerVersion,
  listLayers,
  listLayerVersions,
  publishLayerVersion,
} from "./layer-operations.ts";
import { addPermission, getPolicy, removePermission } from "./policies/function-policy.ts";
import { addLayerPermission, getLayerPolicy, removeLayerPermission } from "./policies/layer-policy.ts";
import { publishVersion } from "./publish-version.ts";
import {
  getAccountSettings,
  getAlias,
  getFunction,
  getFunctionConfiguration,
  listAliases,
  listFunctions,
  listVersions,
} from "./read-functions.ts";
import { unsupportedOperations } from "./unsupported-operations.ts";
import { updateFunctionCode, updateFunctionConfiguration } from "./update-function.ts";

type Operation = (call: Call) => AwsResponse | Promise<AwsResponse>;
type Route = readonly [method: string, path: string, operation: Operation];

/** Every operation that the engine speaks, by method and path. `*` captures one part. */
const routes: readonly Route[] = [
  ["POST", "/2015-03-31/functions/*/invocations", invoke],
  ["POST", "/2014-11-13/functions/*/invoke-async", invokeAsync],
  ["POST", "/2021-11-15/functions/*/response-streaming-invocations", invokeWithResponseStream],
  ["POST", "/2015-03-31/functions", createFunction],
  ["GET", "/2015-03-31/functions", listFunctions],
  ["GET", "/2015-03-31/functions/*", getFunction],
  ["DELETE", "/2015-03-31/functions/*", deleteFunction],
  ["GET", "/2015-03-31/functions/*/configuration", getFunctionConfiguration],
  ["PUT", "/2015-03-31/functions/*/configuration", updateFunctionConfiguration],
  ["PUT", "/2015-03-31/functions/*/code", updateFunctionCode],
  ["POST", "/2015-03-31/functions/*/versions", publishVersion],
  ["GET", "/2015-03-31/functions/*/versions", listVersions],
  ["POST", "/2015-03-31/functions/*/aliases", createAlias],
  ["GET", "/2015-03-31/functions/*/aliases", listAliases],
  ["GET", "/2015-03-31/functions/*/aliases/*", getAlias],
  ["PUT", "/2015-03-31/functions/*/aliases/*", updateAlias],
  ["DELETE", "/2015-03-31/functions/*/aliases/*", deleteAlias],
  ["PUT", "/2017-10-31/functions/*/concurrency", putConcurrency],
  ["GET", "/2019-09-30/functions/*/concurrency", getConcurrency],
  ["DELETE", "/2017-10-31/functions/*/concurrency", deleteConcurrency],
  ["PUT", "/2019-09-25/functions/*/event-invoke-config", putEventInvokeConfig],
  ["POST", "/2019-09-25/functions/*/event-invoke-config", updateEventInvokeConfig],
  ["GET", "/2019-09-25/functions/*/event-invoke-config", getEventInvokeConfig],
  ["DELETE", "/2019-09-25/functions/*/event-invoke-config", deleteEventInvokeConfig],
  ["GET", "/2019-09-25/functions/*/event-invoke-config/list", listEventInvokeConfigs],
  ["PUT", "/2024-08-31/functions/*/recursion-config", putRecursionConfig],
  ["GET", "/2024-08-31/functions/*/recursion-config", getRecursionConfig],
  ["POST", "/2015-03-31/functions/*/policy", addPermission],
  ["GET", "/2015-03-31/functions/*/policy", getPolicy],
  ["DELETE", "/2015-03-31/functions/*/policy/*", removePermission],
  ["PUT", "/2021-07-20/functions/*/runtime-management-config", putRuntimeManagement],
  ["GET", "/2021-07-20/functions/*/runtime-management-config", getRuntimeManagement],
  ["POST", "/2021-10-31/functions/*/url", createUrlConfig],
  ["PUT", "/2021-10-31/functions/*/url", updateUrlConfig],
  ["GET", "/2021-10-31/functions/*/url", getUrlConfig],
  ["DELETE", "/2021-10-31/functions/*/url", deleteUrlConfig],
  ["GET", "/2021-10-31/functions/*/urls", listUrlConfigs],
  ["PUT", "/2019-09-30/functions/*/provisioned-concurrency", putProvisioned],
  ["GET", "/2019-09-30/functions/*/provisioned-concurrency", getProvisioned],
  ["DELETE", "/2019-09-30/functions/*/provisioned-concurrency", deleteProvisioned],
  ["POST", "/2020-04-22/code-signing-configs", createCodeSigning],
  ["GET", "/2020-04-22/code-signing-configs", listCodeSigning],
  ["PUT", "/2020-04-22/code-signing-configs/*", updateCodeSigning],
  ["GET", "/2020-04-22/code-signing-configs/*", getCodeSigning],
  ["DELETE", "/2020-04-22/code-signing-configs/*", deleteCodeSigning],
  ["GET", "/2020-04-22/code-signing-configs/*/functions", listFunctionsOfCodeSigning],
  ["PUT", "/2020-06-30/functions/*/code-signing-config", putFunctionCodeSigning],
  ["GET", "/2020-06-30/functions/*/code-signing-config", getFunctionCodeSigning],
  ["DELETE", "/2020-06-30/functions/*/code-signing-config", deleteFunctionCodeSigning],
  ["GET", "/2017-03-31/tags/*", listTags],
  ["POST", "/2017-03-31/tags/*", tagResource],
  ["DELETE", "/2017-03-31/tags/*", untagResource],
  ["GET", "/2018-10-31/layers", listLayers],
  ["POST", "/2018-10-31/layers/*/versions", publishLayerVersion],
  ["GET", "/2018-10-31/layers/*/versions", listLayerVersions],
  ["GET", "/2018-10-31/layers/*/versions/*", getLayerVersion],
  ["DELETE", "/2018-10-31/layers/*/versions/*", deleteLayerVersion],
  ["POST", "/2018-10-31/layers/*/versions/*/policy", addLayerPermission],
  ["GET", "/2018-10-31/layers/*/versions/*/policy", getLayerPolicy],
  ["DELETE", "/2018-10-31/layers/*/versions/*/policy/*", removeLayerPermission],
  ["GET", "/2016-08-19/account-settings", getAccountSettings],
];

interface Found {
  readonly operation: Operation;
  readonly parts: readonly string[];
}

const segments = (path: string) => path.replace(/\/+$/, "").split("/").slice(1);
const compiled = routes.map(([method, path, operation]) => ({ method, pattern: segments(path), operation }));

function decodePart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch (cause) {
    throw new AwsError("ValidationException", 400, "The request path is not properly percent-encoded.", { cause });
  }
}

const refused = unsupportedOperations.map(([method, path, name]) => ({ method, pattern: segments(path), name }));

function fits(pattern: readonly string[], given: readonly string[]): boolean {
  return pattern.length === given.length && pattern.every((part, index) => part === "*" || part === given[index]);
}

const found = new Map<string, Found>();
const maxFound = 5_000;

/** @throws AwsError that names the call, where the engine does not support it. */
export function findOperation(method: string, rawPath: string): Found {
  const call = `${method} ${rawPath}`;
  const known = found.get(call);
  if (known) return known;
  const operation = searchOperation(method, rawPath);
  if (found.size >= maxFound) found.clear();
  if (rawPath.length < 256) found.set(call, operation);
  return operation;
}

function searchOperation(method: string, rawPath: string): Found {
  const given = segments(rawPath);
  for (const { method: wanted, pattern, operation } of compiled) {
    if (wanted !== method || !fits(pattern, given)) continue;
    const parts = given.filter((_, index) => pattern[index] === "*").map(decodePart);
    return { operation, parts };
  }
  const known = refused.find(({ method: wanted, pattern }) => wanted === method && fits(pattern, given));
  const name = known?.name ?? `${method} ${rawPath}`;
  throw new AwsError("UnknownOperationException", 404, `The engine does not support the Lambda operation ${name}.`);
}

const lowerCaseMessage = new Set([
  "InvalidParameterValueException",
  "ResourceConflictException",
  "PreconditionFailedException",
  "TooManyRequestsException",
  "InvalidRequestContentException",
  "RequestTooLargeException",
  "CodeStorageExceededException",
  "PolicyLengthExceededException",
  "ProvisionedConcurrencyConfigNotFoundException",
  "ValidationException",
]);

/** Lambda's restJson1 errors: the spelling of `message` follows the shape. */
export function lambdaError(error: AwsError, requestId: string): AwsResponse {
  const members = { Type: error.status < 500 ? "User" : "Service", ...error.members };
  const body = lowerCaseMessage.has(error.code)
    ? { ...(error.code === "ValidationException" ? {} : members), message: error.message }
    : { ...members, Message: error.message };
  return json(body, error.status, { "x-amzn-errortype": error.code, "x-amzn-requestid": requestId, ...error.headers });
}

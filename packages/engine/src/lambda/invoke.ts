import { randomInt } from "node:crypto";
import type { InvokeResult } from "../execution/types.ts";
import { AwsError, conflict, invalidParameter } from "../http/aws-error.ts";
import { type AwsResponse, json } from "../http/aws-request.ts";
import { own } from "../own.ts";
import type { Call } from "./context.ts";
import type { FunctionDocument } from "./function-document.ts";
import type { Invocation } from "./invoker.ts";
import { type LoadedTarget, loadTarget } from "./load-target.ts";

const maxSyncBytes = 6_291_456;
const maxEventBytes = 1_048_576;
const tailBytes = 4096;
const weightScale = 1_000_000;
const invocationTypes = ["RequestResponse", "Event", "DryRun"];

/** The version that serves this call: an alias with weights sends its share to the other one. */
function chooseVersion(call: Call, { document, qualifier }: LoadedTarget): string {
  const alias = own(document.aliases, qualifier);
  const [other, weight = 0] = Object.entries(alias?.weights ?? {})[0] ?? [];
  const version =
    other && randomInt(weightScale) < weight * weightScale ? other : (alias?.version ?? qualifier ?? "$LATEST");
  call.lambda.functions.version(document, version);
  return version;
}

function checkInvocable(call: Call, { name, state }: FunctionDocument): void {
  if (state === "Active") return;
  const arn = call.lambda.functions.arn(name);
  throw conflict(
    `The operation cannot be performed at this time. The function is currently in the following state: ${state} (${arn})`,
  );
}

function tenantOf({ request }: Call, { tenancy }: FunctionDocument): string | undefined {
  const tenantId = request.headers["x-amz-tenant-id"];
  if (tenancy && tenantId === undefined) {
    throw invalidParameter(
      "The invoked function is enabled with tenancy configuration. Add a valid tenant ID in your request and try again.",
    );
  }
  if (!tenancy && tenantId !== undefined) {
    throw invalidParameter(
      "The invoked function is not enabled with tenancy configuration. Remove the tenant ID from your request and try again.",
    );
  }
  if (tenantId !== undefined && !/^[a-zA-Z0-9._:/=+\-@ ]{1,256}$/.test(tenantId)) {
    throw invalidParameter(
      "Value at 'tenantId' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9\\._:\\/=+\\-@ ]+",
    );
  }
  return tenantId;
}

function payloadOf({ request }: Call, limit: number): Buffer {
  const { body } = request;
  if (body.length > limit) {
    throw new AwsError(
      "RequestTooLargeException",
      413,
      `Request must be smaller than ${limit} bytes for the InvokeFunction operation`,
    );
  }
  if (body.length === 0) return Buffer.from("{}");
  try {
    JSON.parse(body.toString("utf8"));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : "not JSON";
    throw new AwsError("InvalidRequestContentException", 400, `Could not parse request body into json: ${reason}`, {
      cause,
    });
  }
  return body;
}

function clientContextOf({ request }: Call): string | undefined {
  const header = request.headers["x-amz-client-context"];
  if (!header) return undefined;
  if (header.length > 3583) {
    throw new AwsError(
      "InvalidRequestContentException",
      400,
      "Client context must be no more than 3583 bytes when base64-encoded.",
    );
  }
  const clientContext = Buffer.from(header, "base64").toString("utf8");
  try {
    JSON.parse(clientContext);
  } catch (cause) {
    throw new AwsError(
      "InvalidRequestContentException",
      400,
      "Client context must be a valid Base64-encoded JSON object.",
      { cause },
    );
  }
  return clientContext;
}

interface Prepared {
  readonly invocation: Invocation;
  /** Which version serves it. */
  readonly headers: Readonly<Record<string, string>>;
}

/** What the two ways to invoke have in common: target, version, tenant, payload, context. */
export function prepareInvocation(call: Call, maxBytes = maxSyncBytes, action = "InvokeFunction"): Prepared {
  const target = loadTarget(call, action);
  const { document, qualifier } = target;
  const version = chooseVersion(call, target);
  checkInvocable(call, document);
  const tenant = tenantOf(call, document);
  const payload = payloadOf(call, maxBytes);
  const invocation = {
    document,
    version,
    qualifier,
    requestId: call.requestId,
    payload,
    tenantId: tenant,
    clientContext: clientContextOf(call),
    traceHeader: call.request.headers["x-amzn-trace-id"],
  };
  return { invocation, headers: { "x-amz-executed-version": version } };
}

/** The end of the log in base64, for a caller that asked for it. */
export function tailOf({ request }: Call, { logs }: InvokeResult): string | undefined {
  if (request.headers["x-amz-log-type"] !== "Tail") return undefined;
  // A line has a byte for each character at least: earlier ones cannot be in it.
  let [from, length] = [logs.length, 0];
  while (from > 0 && length <= tailBytes) {
    from -= 1;
    length += (logs[from]?.message.trimEnd().length ?? 0) + 1;
  }
  const text = logs
    .slice(from)
    .map(({ message }) => message.trimEnd())
    .join("\n");
  return Buffer.from(text).subarray(-tailBytes).toString("base64");
}

function toResponse(call: Call, result: InvokeResult, version: string): AwsResponse {
  const { functionError, payload } = result;
  const headers: Record<string, string> = { "content-type": "application/json", "x-amz-executed-version": version };
  if (functionError !== undefined) headers["x-amz-function-error"] = functionError;
  const tail = tailOf(call, result);
  if (tail !== undefined) headers["x-amz-log-result"] = tail;
  return { status: 200, headers, body: payload };
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html */
export function invoke(call: Call): AwsResponse | Promise<AwsResponse> {
  const { lambda, request, now } = call;
  const type = request.headers["x-amz-invocation-type"] ?? "RequestResponse";
  if (!invocationTypes.includes(type)) {
    throw invalidParameter(`InvocationType ${type} is not supported: it is one of ${invocationTypes.join(", ")}.`);
  }
  const { invocation, headers } = prepareInvocation(call, type === "Event" ? maxEventBytes : maxSyncBytes);
  if (type === "DryRun") return { status: 204, headers, body: "" };
  if (type === "Event")
    return lambda.events.accept(invocation, now).then(() => ({ status: 202, headers: {}, body: "" }));
  return lambda.invoker.run(invocation).then((result) => toResponse(call, result, invocation.version));
}

/** The call of older clients for an event. https://docs.aws.amazon.com/lambda/latest/api/API_InvokeAsync.html */
export async function invokeAsync(call: Call): Promise<AwsResponse> {
  const { invocation } = prepareInvocation(call, maxEventBytes, "InvokeAsync");
  await call.lambda.events.accept(invocation, call.now);
  return json({ Status: 202 }, 202);
}

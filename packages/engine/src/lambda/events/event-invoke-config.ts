import type { z } from "zod";
import type { CellConfig } from "../../cell/cell-config.ts";
import { invalidParameter, notFound } from "../../http/aws-error.ts";
import { type AwsResponse, json } from "../../http/aws-request.ts";
import { evaluate } from "../../iam/evaluate.ts";
import { own } from "../../own.ts";
import type { Call } from "../context.ts";
import type { EventInvokeConfig, FunctionDocument } from "../function-document.ts";
import { type LoadedTarget, loadTarget } from "../load-target.ts";
import { page } from "../page.ts";
import { eventInvokeConfigSchema, parseBody } from "../requests.ts";
import { parseTarget } from "../target.ts";

type Input = z.infer<typeof eventInvokeConfigSchema>;

/** A function's execution role must allow what its destinations get. */
export function mayInvoke({ roles }: CellConfig, roleArn: string, destination: string): boolean {
  const role = roles.find(({ name }) => name === roleArn.split("/").pop());
  if (!role) return false;
  const question = { action: "lambda:InvokeFunction", resource: destination, lookup: () => undefined };
  return evaluate(role.policy, question) === "allowed";
}

function checkDestination({ lambda }: Call, document: FunctionDocument, arn: string | undefined): void {
  if (!arn) return;
  if (!/^arn:aws[a-z-]*:lambda:/.test(arn)) {
    throw invalidParameter(`The destination ${arn} is not supported: the engine delivers to functions only.`);
  }
  const { name } = parseTarget(lambda.config, arn, null);
  if (!lambda.functions.find(name))
    throw invalidParameter(`The destination ARN ${arn} is invalid: the function does not exist.`);
  if (mayInvoke(lambda.config, document.latest.role, arn)) return;
  throw invalidParameter(`The function's execution role does not have permissions to call Invoke on ${arn}`);
}

/** The qualifier that a configuration is kept under. @throws AwsError for a version or alias that is not there. */
function qualifierOf({ lambda }: Call, { document, qualifier = "$LATEST" }: LoadedTarget): string {
  if (!own(document.aliases, qualifier)) lambda.functions.version(document, qualifier);
  return qualifier;
}

function render({ lambda }: Call, name: string, qualifier: string, config: EventInvokeConfig): Record<string, unknown> {
  const { maximumRetryAttempts, maximumEventAgeInSeconds, onSuccess, onFailure } = config;
  return {
    LastModified: config.lastModified / 1000,
    FunctionArn: lambda.functions.arn(name, qualifier),
    ...(maximumRetryAttempts === undefined ? {} : { MaximumRetryAttempts: maximumRetryAttempts }),
    ...(maximumEventAgeInSeconds === undefined ? {} : { MaximumEventAgeInSeconds: maximumEventAgeInSeconds }),
    DestinationConfig: {
      OnSuccess: onSuccess === undefined ? {} : { Destination: onSuccess },
      OnFailure: onFailure === undefined ? {} : { Destination: onFailure },
    },
  };
}

function load({ lambda }: Call, document: FunctionDocument, qualifier: string): EventInvokeConfig {
  const found = own(document.eventInvokeConfigs, qualifier);
  if (found) return found;
  throw notFound(`The function ${lambda.functions.arn(document.name, qualifier)} doesn't have an EventInvokeConfig`);
}

function save(
  call: Call,
  target: LoadedTarget,
  qualifier: string,
  input: Input,
  before?: EventInvokeConfig,
): AwsResponse {
  const { document } = target;
  const { OnSuccess, OnFailure } = input.DestinationConfig ?? {};
  checkDestination(call, document, OnSuccess?.Destination);
  checkDestination(call, document, OnFailure?.Destination);
  const given = {
    maximumRetryAttempts: input.MaximumRetryAttempts ?? before?.maximumRetryAttempts,
    maximumEventAgeInSeconds: input.MaximumEventAgeInSeconds ?? before?.maximumEventAgeInSeconds,
    onSuccess: OnSuccess ? OnSuccess.Destination || undefined : before?.onSuccess,
    onFailure: OnFailure ? OnFailure.Destination || undefined : before?.onFailure,
  };
  const config = { ...given, lastModified: call.now };
  const eventInvokeConfigs = { ...document.eventInvokeConfigs, [qualifier]: config };
  call.lambda.functions.save({ ...document, eventInvokeConfigs });
  return json(render(call, document.name, qualifier, config));
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_PutFunctionEventInvokeConfig.html */
export function putEventInvokeConfig(call: Call): AwsResponse {
  const target = loadTarget(call, "PutFunctionEventInvokeConfig");
  const input = parseBody(eventInvokeConfigSchema, call.request.body);
  if (Object.values(input).every((value) => value === undefined)) {
    throw invalidParameter("You must specify at least one of error handling or destination setting.");
  }
  return save(call, target, qualifierOf(call, target), input);
}

/** Changes what is named and keeps the rest. */
export function updateEventInvokeConfig(call: Call): AwsResponse {
  const target = loadTarget(call, "UpdateFunctionEventInvokeConfig");
  const input = parseBody(eventInvokeConfigSchema, call.request.body);
  const qualifier = qualifierOf(call, target);
  return save(call, target, qualifier, input, load(call, target.document, qualifier));
}

export function getEventInvokeConfig(call: Call): AwsResponse {
  const target = loadTarget(call, "GetFunctionEventInvokeConfig");
  const qualifier = qualifierOf(call, target);
  return json(render(call, target.name, qualifier, load(call, target.document, qualifier)));
}

export function deleteEventInvokeConfig(call: Call): AwsResponse {
  const target = loadTarget(call, "DeleteFunctionEventInvokeConfig");
  const { document } = target;
  const qualifier = qualifierOf(call, target);
  load(call, document, qualifier);
  const { [qualifier]: _, ...eventInvokeConfigs } = document.eventInvokeConfigs;
  call.lambda.functions.save({ ...document, eventInvokeConfigs });
  return { status: 204, headers: {}, body: "" };
}

export function listEventInvokeConfigs(call: Call): AwsResponse {
  const { document } = loadTarget(call, "ListFunctionEventInvokeConfigs");
  const all = Object.entries(document.eventInvokeConfigs);
  const { items, next } = page(call, all, ([qualifier]) => qualifier);
  const FunctionEventInvokeConfigs = items.map(([qualifier, config]) => render(call, document.name, qualifier, config));
  return json({ FunctionEventInvokeConfigs, ...next });
}

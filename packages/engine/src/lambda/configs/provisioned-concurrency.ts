import { AwsError, invalidParameter } from "../../http/aws-error.ts";
import { type AwsResponse, json } from "../../http/aws-request.ts";
import { own } from "../../own.ts";
import type { Call } from "../context.ts";
import type { FunctionDocument, Provisioned } from "../function-document.ts";
import { type LoadedTarget, loadTarget } from "../load-target.ts";
import { page } from "../page.ts";
import { lambdaTime } from "../render.ts";
import { parseBody, provisionedSchema } from "../requests.ts";

/** What is true here: the wish is kept, and no environment is started before it is needed. */
function render({ requested, lastModified }: Provisioned): Record<string, unknown> {
  return {
    RequestedProvisionedConcurrentExecutions: requested,
    AvailableProvisionedConcurrentExecutions: 0,
    AllocatedProvisionedConcurrentExecutions: 0,
    Status: "FAILED",
    StatusReason: "Stored, not provisioned: the engine starts environments when they are needed.",
    LastModified: lambdaTime(lastModified),
  };
}

function qualifierOf({ lambda }: Call, { document, qualifier }: LoadedTarget): string {
  if (qualifier === undefined || qualifier === "$LATEST") {
    throw invalidParameter("Provisioned Concurrency Configs cannot be applied to unpublished function versions.");
  }
  if (!own(document.aliases, qualifier)) lambda.functions.version(document, qualifier);
  return qualifier;
}

function load(document: FunctionDocument, qualifier: string): Provisioned {
  const found = own(document.provisioned, qualifier);
  if (found) return found;
  throw new AwsError(
    "ProvisionedConcurrencyConfigNotFoundException",
    404,
    "No Provisioned Concurrency Config found for this function",
  );
}

function checkFits({ lambda }: Call, document: FunctionDocument, qualifier: string, wanted: number): void {
  const others = Object.entries(document.provisioned).filter(([name]) => name !== qualifier);
  const sum = others.reduce((total, [, { requested }]) => total + requested, wanted);
  if (document.reservedConcurrency !== undefined && sum > document.reservedConcurrency) {
    throw invalidParameter(
      "Requested Provisioned Concurrency should not be greater than the reservedConcurrentExecution for function",
    );
  }
  if (sum > lambda.concurrency.limit) {
    throw invalidParameter(
      `Specified ConcurrentExecutions for function is greater than account's unreserved concurrency [${lambda.concurrency.limit - lambda.functions.reserved()}].`,
    );
  }
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_PutProvisionedConcurrencyConfig.html */
export function putProvisioned(call: Call): AwsResponse {
  const target = loadTarget(call, "PutProvisionedConcurrencyConfig");
  const { document } = target;
  const { ProvisionedConcurrentExecutions: requested } = parseBody(provisionedSchema, call.request.body);
  const qualifier = qualifierOf(call, target);
  if (document.tenancy)
    throw invalidParameter("Provisioned concurrency is not supported for functions with tenancy configuration.");
  checkFits(call, document, qualifier, requested);
  const config = { requested, lastModified: call.now };
  call.lambda.functions.save({ ...document, provisioned: { ...document.provisioned, [qualifier]: config } });
  return json(render(config), 202);
}

function list(call: Call): AwsResponse {
  const { document } = loadTarget(call, "ListProvisionedConcurrencyConfigs");
  const { items, next } = page(call, Object.entries(document.provisioned), ([qualifier]) => qualifier);
  const ProvisionedConcurrencyConfigs = items.map(([qualifier, config]) => ({
    FunctionArn: call.lambda.functions.arn(document.name, qualifier),
    ...render(config),
  }));
  return json({ ProvisionedConcurrencyConfigs, ...next });
}

/** The same path lists all of them, with `List=ALL`. */
export function getProvisioned(call: Call): AwsResponse {
  if (call.request.query.get("List") === "ALL") return list(call);
  const target = loadTarget(call, "GetProvisionedConcurrencyConfig");
  return json(render(load(target.document, qualifierOf(call, target))));
}

export function deleteProvisioned(call: Call): AwsResponse {
  const target = loadTarget(call, "DeleteProvisionedConcurrencyConfig");
  const qualifier = qualifierOf(call, target);
  load(target.document, qualifier);
  const { [qualifier]: _, ...provisioned } = target.document.provisioned;
  call.lambda.functions.save({ ...target.document, provisioned });
  return { status: 204, headers: {}, body: "" };
}

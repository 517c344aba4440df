import { randomUUID } from "node:crypto";
import { conflict, invalidParameter, notFound, preconditionFailed } from "../http/aws-error.ts";
import { type AwsResponse, json } from "../http/aws-request.ts";
import { checkAllowed } from "../iam/principal.ts";
import { own } from "../own.ts";
import type { Call } from "./context.ts";
import type { Alias, FunctionDocument } from "./function-document.ts";
import { loadTarget } from "./load-target.ts";
import { renderAlias } from "./render.ts";
import { concurrencySchema, createAliasSchema, parseBody, tagSchema, updateAliasSchema } from "./requests.ts";
import { parseTarget } from "./target.ts";

const minUnreserved = 100;
const empty: AwsResponse = { status: 204, headers: {}, body: "" };

function retireAll({ lambda }: Call, document: FunctionDocument, versions: readonly string[]): void {
  for (const version of versions) lambda.invoker.retire(document, version);
}

/** The whole function, or one version of it that no alias uses. */
export function deleteFunction(call: Call): AwsResponse {
  const { document, qualifier } = loadTarget(call, "DeleteFunction");
  const { functions } = call.lambda;
  if (qualifier === undefined) {
    functions.remove(document.name);
    retireAll(call, document, ["$LATEST", ...Object.keys(document.versions)]);
    return empty;
  }
  if (qualifier === "$LATEST")
    throw invalidParameter("$LATEST version cannot be deleted without deleting the function.");
  if (own(document.aliases, qualifier)) throw invalidParameter("Deletion of aliases is not currently supported.");
  functions.version(document, qualifier);
  const user = Object.values(document.aliases).find(
    ({ version, weights }) => version === qualifier || qualifier in weights,
  );
  if (user) throw conflict(`Version ${qualifier} is used by alias ${functions.arn(document.name, user.name)}`);
  const { [qualifier]: _, ...versions } = document.versions;
  functions.save({ ...document, versions });
  retireAll(call, document, [qualifier]);
  return empty;
}

function checkWeights(document: FunctionDocument, version: string, weights: Readonly<Record<string, number>>): void {
  const others = Object.keys(weights);
  if (others.length > 1)
    throw invalidParameter("Invalid value for AdditionalVersionWeights: only one additional version is allowed.");
  for (const other of others) {
    if (other === version || !own(document.versions, other)) {
      throw invalidParameter(
        `Invalid value for AdditionalVersionWeights: version ${other} is not another published version.`,
      );
    }
    if (version === "$LATEST")
      throw invalidParameter("$LATEST is not supported for an alias pointing to more than 1 version");
  }
}

function saveAlias({ lambda }: Call, document: FunctionDocument, alias: Alias, status: number): AwsResponse {
  lambda.functions.version(document, alias.version);
  checkWeights(document, alias.version, alias.weights);
  const saved = lambda.functions.save({ ...document, aliases: { ...document.aliases, [alias.name]: alias } });
  return json(renderAlias(lambda.functions, saved, alias), status);
}

export function createAlias(call: Call): AwsResponse {
  const { document } = loadTarget(call, "CreateAlias");
  const input = parseBody(createAliasSchema, call.request.body);
  if (own(document.aliases, input.Name)) {
    throw conflict(`Alias already exists: ${call.lambda.functions.arn(document.name, input.Name)}`);
  }
  const alias = {
    name: input.Name,
    version: input.FunctionVersion,
    description: input.Description ?? "",
    weights: input.RoutingConfig?.AdditionalVersionWeights ?? {},
    revisionId: randomUUID(),
  };
  return saveAlias(call, document, alias, 201);
}

export function updateAlias(call: Call): AwsResponse {
  const { document } = loadTarget(call, "UpdateAlias");
  const input = parseBody(updateAliasSchema, call.request.body);
  const before = own(document.aliases, call.parts[1]);
  if (!before) throw notFound(`Cannot find alias arn: ${call.lambda.functions.arn(document.name, call.parts[1])}`);
  if (input.RevisionId !== undefined && input.RevisionId !== before.revisionId) throw preconditionFailed();
  const alias = {
    name: before.name,
    version: input.FunctionVersion ?? before.version,
    description: input.Description ?? before.description,
    weights: input.RoutingConfig ? (input.RoutingConfig.AdditionalVersionWeights ?? {}) : before.weights,
    revisionId: randomUUID(),
  };
  return saveAlias(call, document, alias, 200);
}

export function deleteAlias(call: Call): AwsResponse {
  const { document } = loadTarget(call, "DeleteAlias");
  const { [call.parts[1] ?? ""]: _, ...aliases } = document.aliases; // an alias that is not there is gone, too
  call.lambda.functions.save({ ...document, aliases });
  return empty;
}

function loadTagged(call: Call, action: string): FunctionDocument {
  const { name } = parseTarget(call.lambda.config, call.parts[0] ?? "", null);
  checkAllowed(call.principal, `lambda:${action}`, call.lambda.functions.arn(name));
  return call.lambda.functions.load(name);
}

export function listTags(call: Call): AwsResponse {
  return json({ Tags: loadTagged(call, "ListTags").tags });
}

export function tagResource(call: Call): AwsResponse {
  const document = loadTagged(call, "TagResource");
  const { Tags } = parseBody(tagSchema, call.request.body);
  const tags = { ...document.tags, ...Tags };
  if (Object.keys(tags).length > 50) throw invalidParameter("A function can have at most 50 tags.");
  call.lambda.functions.save({ ...document, tags });
  return empty;
}

export function untagResource(call: Call): AwsResponse {
  const document = loadTagged(call, "UntagResource");
  const gone = new Set(call.request.query.getAll("tagKeys"));
  const tags = Object.fromEntries(Object.entries(document.tags).filter(([key]) => !gone.has(key)));
  call.lambda.functions.save({ ...document, tags });
  return empty;
}

/** Lambda keeps a hundred executions for the functions that reserve none. */
function checkReservable({ lambda }: Call, { reservedConcurrency }: FunctionDocument, wanted: number): void {
  const others = lambda.functions.reserved() - (reservedConcurrency ?? 0);
  if (others + wanted <= lambda.concurrency.limit - minUnreserved) return;
  throw invalidParameter(
    `Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [${minUnreserved}].`,
  );
}

export function putConcurrency(call: Call): AwsResponse {
  const { document } = loadTarget(call, "PutFunctionConcurrency");
  const { ReservedConcurrentExecutions } = parseBody(concurrencySchema, call.request.body);
  checkReservable(call, document, ReservedConcurrentExecutions);
  call.lambda.functions.save({ ...document, reservedConcurrency: ReservedConcurrentExecutions });
  return json({ ReservedConcurrentExecutions });
}

export function getConcurrency(call: Call): AwsResponse {
  const { reservedConcurrency } = loadTarget(call, "GetFunctionConcurrency").document;
  return json(reservedConcurrency === undefined ? {} : { ReservedConcurrentExecutions: reservedConcurrency });
}

export function deleteConcurrency(call: Call): AwsResponse {
  const { reservedConcurrency: _, ...document } = loadTarget(call, "DeleteFunctionConcurrency").document;
  call.lambda.functions.save(document);
  return empty;
}

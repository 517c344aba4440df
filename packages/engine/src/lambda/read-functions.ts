import { notFound } from "../http/aws-error.ts";
import { type AwsResponse, json } from "../http/aws-request.ts";
import { checkAllowed } from "../iam/principal.ts";
import { own } from "../own.ts";
import { codeStorageUsed } from "./code-storage.ts";
import type { Call } from "./context.ts";
import type { Configuration, FunctionDocument } from "./function-document.ts";
import { type LoadedTarget, loadTarget } from "./load-target.ts";
import { page } from "./page.ts";
import { presignCode } from "./presign-code.ts";
import { renderAlias, renderConfiguration } from "./render.ts";

interface Resolved {
  readonly version: string;
  readonly configuration: Configuration;
}

/** The version that a qualifier (version, alias, `$LATEST` or none) names now. */
export function resolve({ lambda }: Call, { document, qualifier }: LoadedTarget): Resolved {
  const alias = own(document.aliases, qualifier);
  const version = alias?.version ?? qualifier ?? "$LATEST";
  return { version, configuration: lambda.functions.version(document, version) };
}

function configurationOf(call: Call, target: LoadedTarget): Record<string, unknown> {
  const { version, configuration } = resolve(call, target);
  const { qualifier } = target;
  return renderConfiguration(call.lambda.functions, target.document, configuration, {
    version,
    qualifier,
    withState: true,
  });
}

export function getFunctionConfiguration(call: Call): AwsResponse {
  return json(configurationOf(call, loadTarget(call, "GetFunctionConfiguration")));
}

/** With a URL of the code that is good for ten minutes. */
export function getFunction(call: Call): AwsResponse {
  const target = loadTarget(call, "GetFunction");
  const { codeSha256 } = resolve(call, target).configuration;
  const { tags, reservedConcurrency } = target.document;
  return json({
    Configuration: configurationOf(call, target),
    Code: { RepositoryType: "S3", Location: presignCode(call.lambda.origin(), codeSha256, call.now) },
    ...(Object.keys(tags).length > 0 ? { Tags: tags } : {}),
    ...(reservedConcurrency === undefined
      ? {}
      : { Concurrency: { ReservedConcurrentExecutions: reservedConcurrency } }),
  });
}

function versionsOf(document: FunctionDocument): string[] {
  return ["$LATEST", ...Object.keys(document.versions).sort((a, b) => Number(a) - Number(b))];
}

/** Every function as it is now, or with `FunctionVersion=ALL` every version of it, too. */
export function listFunctions(call: Call): AwsResponse {
  checkAllowed(call.principal, "lambda:ListFunctions", "*");
  const { functions } = call.lambda;
  const wantsAll = call.request.query.get("FunctionVersion") === "ALL";
  const all = functions
    .all()
    .flatMap((document) => (wantsAll ? versionsOf(document) : ["$LATEST"]).map((version) => ({ document, version })));
  const { items, next } = page(call, all, ({ document, version }) => `${document.name}:${version}`);
  const Functions = items.map(({ document, version }) =>
    renderConfiguration(functions, document, functions.version(document, version), {
      version,
      qualifier: wantsAll ? version : undefined,
      withState: false,
    }),
  );
  return json({ Functions, ...next });
}

export function listVersions(call: Call): AwsResponse {
  const { document } = loadTarget(call, "ListVersionsByFunction");
  const { functions } = call.lambda;
  const { items, next } = page(call, versionsOf(document), (version) => version);
  const render = (version: string) =>
    renderConfiguration(functions, document, functions.version(document, version), {
      version,
      qualifier: version,
      withState: false,
    });
  return json({ Versions: items.map(render), ...next });
}

export function getAlias(call: Call): AwsResponse {
  const { document } = loadTarget(call, "GetAlias");
  const alias = own(document.aliases, call.parts[1]);
  if (!alias) throw notFound(`Cannot find alias arn: ${call.lambda.functions.arn(document.name, call.parts[1])}`);
  return json(renderAlias(call.lambda.functions, document, alias));
}

export function listAliases(call: Call): AwsResponse {
  const { document } = loadTarget(call, "ListAliases");
  const wanted = call.request.query.get("FunctionVersion");
  const all = Object.values(document.aliases).filter(({ version }) => wanted === null || version === wanted);
  const { items, next } = page(call, all, ({ name }) => name);
  return json({ Aliases: items.map((alias) => renderAlias(call.lambda.functions, document, alias)), ...next });
}

export function getAccountSettings(call: Call): AwsResponse {
  checkAllowed(call.principal, "lambda:GetAccountSettings", "*");
  const { limit } = call.lambda.concurrency;
  const all = call.lambda.functions.all();
  return json({
    AccountLimit: {
      TotalCodeSize: call.lambda.codeStorageBytes,
      CodeSizeUnzipped: 262_144_000,
      CodeSizeZipped: 52_428_800,
      ConcurrentExecutions: limit,
      UnreservedConcurrentExecutions: limit - call.lambda.functions.reserved(),
    },
    AccountUsage: { TotalCodeSize: codeStorageUsed(call.lambda), FunctionCount: all.length },
  });
}

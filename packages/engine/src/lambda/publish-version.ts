import { randomUUID } from "node:crypto";
import { invalidParameter } from "../http/aws-error.ts";
import { type AwsResponse, json } from "../http/aws-request.ts";
import type { Call, Lambda } from "./context.ts";
import type { Configuration, FunctionDocument } from "./function-document.ts";
import { checkChangeable, loadTarget } from "./load-target.ts";
import { renderConfiguration } from "./render.ts";
import { parseBody, publishVersionSchema } from "./requests.ts";

/** What makes two configurations the same release. */
function content({ revisionId: _, lastModified: __, description: ___, ...rest }: Configuration): string {
  return JSON.stringify(rest);
}

function newestVersion(document: FunctionDocument): string | undefined {
  return Object.keys(document.versions).sort((a, b) => Number(b) - Number(a))[0];
}

export interface Published {
  readonly document: FunctionDocument;
  readonly version: string;
}

/** Makes a version of what `$LATEST` is, or names the newest one where nothing changed since. */
export function publish({ functions }: Lambda, document: FunctionDocument, description?: string): Published {
  const newest = newestVersion(document);
  const last = newest ? document.versions[newest] : undefined;
  if (newest && last && content(last) === content(document.latest)) return { document, version: newest };
  const version = String(document.nextVersion);
  const configuration = {
    ...document.latest,
    revisionId: randomUUID(),
    ...(description === undefined ? {} : { description }),
  };
  const versions = { ...document.versions, [version]: configuration };
  return { document: functions.save({ ...document, versions, nextVersion: document.nextVersion + 1 }), version };
}

export function renderVersion(
  { functions }: Lambda,
  document: FunctionDocument,
  version: string,
  status: number,
): AwsResponse {
  const configuration = functions.version(document, version);
  const qualifier = version === "$LATEST" ? undefined : version;
  return json(renderConfiguration(functions, document, configuration, { version, qualifier, withState: true }), status);
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_PublishVersion.html */
export function publishVersion(call: Call): AwsResponse {
  const { document } = loadTarget(call, "PublishVersion");
  const input = parseBody(publishVersionSchema, call.request.body);
  checkChangeable(call, document, input.RevisionId);
  if (input.CodeSha256 !== undefined && input.CodeSha256 !== document.latest.codeSha256) {
    throw invalidParameter(
      `CodeSHA256 (${input.CodeSha256}) is different from current CodeSHA256 in $LATEST (${document.latest.codeSha256}). Please try again with the CodeSHA256 in $LATEST.`,
    );
  }
  const published = publish(call.lambda, document, input.Description);
  return renderVersion(call.lambda, published.document, published.version, 201);
}

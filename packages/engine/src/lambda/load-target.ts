import { conflict, preconditionFailed } from "../http/aws-error.ts";
import { checkAllowed } from "../iam/principal.ts";
import { own } from "../own.ts";
import type { Call } from "./context.ts";
import type { FunctionDocument } from "./function-document.ts";
import { parseTarget, type Target } from "./target.ts";

export interface LoadedTarget extends Target {
  readonly document: FunctionDocument;
}

/** The function that a call is about. Permission comes first: who may not look is not told what there is. */
export function loadTarget({ lambda, request, principal, parts }: Call, action: string): LoadedTarget {
  const target = parseTarget(lambda.config, parts[0] ?? "", request.query.get("Qualifier"));
  const resource = lambda.functions.arn(target.name, target.qualifier);
  const known = lambda.functions.find(target.name);
  const policy = own(known?.policies, target.qualifier ?? "$LATEST")?.statements;
  checkAllowed(principal, `lambda:${action}`, resource, tagContext(known), policy);
  const named = action === "InvokeFunction" ? (target.qualifier ?? "$LATEST") : target.qualifier; // in AWS's not-found text
  return { ...target, document: lambda.functions.load(target.name, named) };
}

const noTags: Readonly<Record<string, string>> = {};

function tagContext(document: FunctionDocument | undefined): Readonly<Record<string, string>> {
  if (document === undefined || Object.keys(document.tags).length === 0) return noTags;
  return Object.fromEntries(Object.entries(document.tags).map(([key, value]) => [`aws:ResourceTag/${key}`, value]));
}

/** @throws AwsError when another change of the function is under way, or it changed since the caller looked. */
export function checkChangeable({ lambda }: Call, document: FunctionDocument, revisionId: string | undefined): void {
  if (revisionId !== undefined && revisionId !== document.latest.revisionId) throw preconditionFailed();
  if (document.state === "Pending") {
    throw conflict(
      `The operation cannot be performed at this time. The function is currently in the following state: Pending`,
    );
  }
  if (document.lastUpdate === "InProgress") {
    const arn = lambda.functions.arn(document.name);
    throw conflict(`The operation cannot be performed at this time. An update is in progress for resource: ${arn}`);
  }
}

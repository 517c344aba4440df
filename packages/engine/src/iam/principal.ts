import type { Policy } from "../cell/cell-config.ts";
import { AwsError } from "../http/aws-error.ts";
import { own } from "../own.ts";
import type { Lookup } from "./conditions.ts";
import { applies, evaluate, type Question } from "./evaluate.ts";
import type { ResourceStatement } from "./resource-policy.ts";

/** Values of condition keys, such as `sts:ExternalId`; IAM ignores the case of their names. */
export type Context = Readonly<Record<string, string | readonly string[]>>;

/** Who signed the request, and what may be done with that signature. */
export interface Principal {
  readonly arn: string;
  readonly userId: string;
  /** The role that a session was assumed from. */
  readonly roleArn?: string;
  readonly identityPolicy: Policy;
  /** Of a session that was narrowed when its role was assumed. */
  readonly sessionPolicy?: Policy;
  readonly tags: Readonly<Record<string, string>>;
  /** Those of the tags that sessions assumed from this one get, too. */
  readonly transitiveTags?: readonly string[];
  /** What conditions may ask of the request itself. */
  readonly request?: { readonly sourceIp: string; readonly region: string; readonly now: number };
}

type Kind = "identity-based" | "session";

function refusal(principal: Principal, { action, resource }: Question, kind: Kind, isExplicit: boolean): AwsError {
  const reason = isExplicit
    ? `with an explicit deny in ${kind === "session" ? "a" : "an"} ${kind} policy`
    : `because no ${kind} policy allows the ${action} action`;
  const message = `User: ${principal.arn} is not authorized to perform: ${action} on resource: ${resource} ${reason}`;
  return new AwsError("AccessDeniedException", 403, message);
}

const lowerCaseKeys = <T>(record: Readonly<Record<string, T>>): Record<string, T> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key.toLowerCase(), value]));

/** The global condition keys that the engine knows. Built where a condition asks: most policies have none. */
function globalKeys({ arn, roleArn, userId, tags, request }: Principal): Record<string, string> {
  const account = arn.split(":")[4] ?? "";
  const name = arn.split("/").pop() ?? "";
  const principalTags = Object.entries(tags).map(([key, value]) => [`aws:principaltag/${key.toLowerCase()}`, value]);
  return {
    ...Object.fromEntries(principalTags),
    "aws:principalarn": roleArn ?? arn,
    "aws:principalaccount": account,
    "aws:principaltype": roleArn === undefined ? "User" : "AssumedRole",
    "aws:userid": userId,
    ...(roleArn === undefined ? { "aws:username": name } : {}),
    ...(request === undefined
      ? {}
      : {
          "aws:sourceip": request.sourceIp,
          "aws:requestedregion": request.region,
          "aws:currenttime": new Date(request.now).toISOString(),
          "aws:epochtime": String(Math.floor(request.now / 1000)),
          "aws:securetransport": "false",
        }),
  };
}

function lookupOf(principal: Principal, context: Context): Lookup {
  let keys: Context | undefined;
  return (key) => {
    keys ??= { ...globalKeys(principal), ...lowerCaseKeys(context) };
    return own(keys, key);
  };
}

/** Whom a resource's policy lets in: nobody, the principal, or this very session (which no session policy narrows). */
function grantOf(
  principal: Principal,
  question: Question,
  policy: readonly ResourceStatement[],
): "none" | "principal" | "session" {
  const names = policy
    .filter((statement) => applies(statement, question))
    .flatMap(({ Principal: to }) => (to === "*" ? ["*"] : "AWS" in to ? [to.AWS] : []));
  if (names.includes(principal.arn)) return principal.roleArn === undefined ? "principal" : "session";
  const isNamed = names.includes("*") || (principal.roleArn !== undefined && names.includes(principal.roleArn));
  return isNamed ? "principal" : "none";
}

/**
 * Effective permission within one account: the identity policy or the resource's own policy allows it, AND, where there
 * is one, the session policy does; Deny wins in all.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 * @throws AwsError `AccessDeniedException` that names which of them refused.
 */
export function checkAllowed(
  principal: Principal,
  action: string,
  resource: string,
  context: Context = {},
  resourcePolicy: readonly ResourceStatement[] = [],
): void {
  const question = { action, resource, lookup: lookupOf(principal, context) };
  const identity = evaluate(principal.identityPolicy, question);
  if (identity === "denied") throw refusal(principal, question, "identity-based", true);
  const session = principal.sessionPolicy ? evaluate(principal.sessionPolicy, question) : "allowed";
  if (session === "denied") throw refusal(principal, question, "session", true);
  if (identity === "allowed" && session === "allowed") return;
  const grant = resourcePolicy.length === 0 ? "none" : grantOf(principal, question, resourcePolicy);
  if (grant === "session") return;
  if (identity === "implicit" && grant === "none") throw refusal(principal, question, "identity-based", false);
  if (session === "implicit") throw refusal(principal, question, "session", false);
}

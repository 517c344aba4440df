import { AwsError } from "../http/aws-error.ts";
import { checkAllowed, type Principal } from "../iam/principal.ts";
import type { LogTable } from "../store/log-table.ts";

export interface LogsCall {
  readonly logs: LogTable;
  readonly accountId: string;
  readonly region: string;
  readonly principal: Principal;
  readonly now: number;
}

export const invalid = (message: string) => new AwsError("InvalidParameterException", 400, message);
const notFound = (what: string) =>
  new AwsError("ResourceNotFoundException", 400, `The specified log ${what} does not exist.`);

export function groupArn({ accountId, region }: Pick<LogsCall, "accountId" | "region">, group: string): string {
  return `arn:aws:logs:${region}:${accountId}:log-group:${group}`;
}

function refusalOf({ principal }: LogsCall, action: string, resource: string): AwsError | undefined {
  try {
    checkAllowed(principal, `logs:${action}`, resource);
    return undefined;
  } catch (error) {
    if (error instanceof AwsError) return error;
    throw error;
  }
}

/** Policies name a group with `:*` behind it, or without: an Allow for either is one, and so is a Deny. */
export function checkGroupAllowed(call: LogsCall, action: string, group: string): void {
  const arn = groupArn(call, group);
  const refusals = [arn, `${arn}:*`].map((resource) => refusalOf(call, action, resource));
  const refusal =
    refusals.find((each) => each?.message.includes("explicit deny")) ??
    (refusals.includes(undefined) ? undefined : refusals[0]);
  if (refusal) throw refusal;
}

/** Permission comes first: who may not look is not told what there is. @throws AwsError. */
export function checkGroup(call: LogsCall, action: string, group: string): void {
  checkGroupAllowed(call, action, group);
  if (!call.logs.hasGroup(group)) throw notFound("group");
}

export function checkStream({ logs }: LogsCall, group: string, stream: string): void {
  if (!logs.hasStream(group, stream)) throw notFound("stream");
}

interface NamedGroup {
  readonly logGroupName?: string | undefined;
  readonly logGroupIdentifier?: string | undefined;
}

/** A group as callers name it: its name, or its name or ARN as identifier. @throws AwsError where it is named twice or not at all. */
export function groupOf({ logGroupName, logGroupIdentifier }: NamedGroup): string {
  const name = logGroupName ?? logGroupIdentifier;
  if (name === undefined || (logGroupName !== undefined && logGroupIdentifier !== undefined)) {
    throw invalid("Exactly one of logGroupName and logGroupIdentifier must be given.");
  }
  return name.replace(/^arn:aws[a-z-]*:logs:[^:]*:\d{12}:log-group:/, "").replace(/:\*$/, "");
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly next: { readonly nextToken?: string };
}

/** `nextToken` is the name that the next page begins with. */
export function page<T extends { readonly name: string }>(
  all: readonly T[],
  { limit, nextToken }: { readonly limit: number; readonly nextToken?: string | undefined },
): Page<T> {
  const start = nextToken === undefined ? 0 : all.findIndex(({ name }) => name === nextToken);
  if (start < 0) throw invalid("The specified nextToken is invalid.");
  const following = all[start + limit];
  return { items: all.slice(start, start + limit), next: following ? { nextToken: following.name } : {} };
}

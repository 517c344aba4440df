import { type CellConfig, policySchema, type Role } from "../cell/cell-config.ts";
import { AwsError } from "../http/aws-error.ts";
import { checkAllowed, type Principal } from "../iam/principal.ts";
import type { Session, Sessions } from "./sessions.ts";

const validation = (message: string) => new AwsError("ValidationError", 400, message);

function loadRole(config: CellConfig, arn: string): Role | undefined {
  const prefix = `arn:aws:iam::${config.accountId}:role/`;
  return arn.startsWith(prefix) ? config.roles.find(({ name }) => name === arn.slice(prefix.length)) : undefined;
}

function parsePolicy(text: string | null): Session["policy"] {
  if (text === null || text === "") return undefined;
  if (text.length > 2048)
    throw validation(
      "1 validation error detected: Value at 'policy' failed to satisfy constraint: Member must have length less than or equal to 2048",
    );
  try {
    return policySchema.parse(JSON.parse(text));
  } catch (cause) {
    throw new AwsError("MalformedPolicyDocument", 400, "The policy is not in the valid JSON format.", { cause });
  }
}

function parseTags(form: URLSearchParams): Record<string, string> {
  const tags: Record<string, string> = {};
  for (let index = 1; index <= 50; index += 1) {
    const key = form.get(`Tags.member.${index}.Key`);
    if (key === null) break;
    tags[key] = form.get(`Tags.member.${index}.Value`) ?? "";
  }
  return tags;
}

/**
 * STS AssumeRole: the caller's own policy must allow it and the role must trust the caller (and its external ID).
 * A role that is missing is refused like one that trusts somebody else.
 */
export function assumeRole(
  config: CellConfig,
  sessions: Sessions,
  principal: Principal,
  form: URLSearchParams,
  now: number,
): Session {
  const arn = form.get("RoleArn") ?? "";
  const sessionName = form.get("RoleSessionName") ?? "";
  const durationSeconds = Number(form.get("DurationSeconds") ?? 3600);
  if (!/^[\w+=,.@-]{2,64}$/.test(sessionName)) {
    throw validation(
      "1 validation error detected: Value at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*",
    );
  }
  if (!(durationSeconds >= 900 && durationSeconds <= 43_200)) {
    throw validation(
      "1 validation error detected: Value at 'durationSeconds' failed to satisfy constraint: Member must be between 900 and 43200",
    );
  }
  const denied = new AwsError(
    "AccessDenied",
    403,
    `User: ${principal.arn} is not authorized to perform: sts:AssumeRole on resource: ${arn}`,
  );
  const role = loadRole(config, arn);
  const externalId = form.get("ExternalId") ?? "";
  try {
    checkAllowed(principal, "sts:AssumeRole", arn, { "sts:ExternalId": externalId });
  } catch {
    throw denied;
  }
  const isTrusted = role?.trust.principals.includes(principal.arn) || role?.trust.principals.includes("*");
  if (!role || !isTrusted || (role.trust.externalId !== undefined && role.trust.externalId !== externalId))
    throw denied;
  if (form.has("PolicyArns.member.1.arn")) {
    throw validation("The engine does not support PolicyArns: put what narrows the session into Policy.");
  }
  const policy = parsePolicy(form.get("Policy"));
  const wanted = { roleName: role.name, sessionName, tags: parseTags(form), durationSeconds };
  return sessions.create(policy ? { ...wanted, policy } : wanted, now);
}

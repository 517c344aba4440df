import { type CellConfig, policySchema, type Role } from "../cell/cell-config.ts";
import { AwsError } from "../http/aws-error.ts";
import { type Context, checkAllowed, type Principal } from "../iam/principal.ts";
import { parseSessionTags, type SessionTags } from "./session-tags.ts";
import type { Session, Sessions } from "./sessions.ts";

const validation = (message: string) => new AwsError("ValidationError", 400, message);

const minSeconds = 900;
const maxSeconds = 43_200;
/** A session that another session assumed. */
const maxChainedSeconds = 3600;
/** Of a session policy and the tags together: what AWS packs into a token. */
const maxPackedBytes = 2048;

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

function parseSeconds(text: string | null): number {
  const seconds = text === null ? maxChainedSeconds : Number(text);
  if (Number.isInteger(seconds) && seconds >= minSeconds && seconds <= maxSeconds) return seconds;
  const bound = seconds > maxSeconds ? `less than or equal to ${maxSeconds}` : `greater than or equal to ${minSeconds}`;
  throw validation(
    `1 validation error detected: Value '${String(text).slice(0, 100)}' at 'durationSeconds' failed to satisfy constraint: Member must have value ${bound}`,
  );
}

/** @throws AwsError for a session longer than the role, or the chain of sessions, allows. */
function checkSeconds(seconds: number, role: Role, principal: Principal): void {
  if (principal.roleArn !== undefined && seconds > maxChainedSeconds) {
    throw validation(
      "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.",
    );
  }
  if (seconds > role.maxSessionSeconds) {
    throw validation("The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
  }
}

function parseSessionName(text: string): string {
  if (/^[\w+=,.@-]{2,64}$/.test(text)) return text;
  throw validation(
    "1 validation error detected: Value at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*",
  );
}

const refused = [
  "PolicyArns.member.1.arn",
  "SerialNumber",
  "TokenCode",
  "SourceIdentity",
  "ProvidedContexts.member.1.ProviderArn",
];

function checkSupported(form: URLSearchParams): void {
  const found = refused.find((name) => form.has(name))?.split(".")[0];
  if (found === undefined) return;
  const hint = found === "PolicyArns" ? ": put what narrows the session into Policy" : "";
  throw validation(`The engine does not support ${found}${hint}.`);
}

function isTrusted(config: CellConfig, { trust }: Role, { arn, roleArn }: Principal): boolean {
  const names = [arn, roleArn, `arn:aws:iam::${config.accountId}:root`, "*"];
  return trust.principals.some((name) => names.includes(name));
}

function isPermitted(principal: Principal, action: string, arn: string, context: Context): boolean {
  try {
    checkAllowed(principal, action, arn, context);
    return true;
  } catch {
    return false; // every refusal of AssumeRole reads the same
  }
}

/** Condition keys that the caller's policy may ask for. */
function contextOf(form: URLSearchParams, sessionName: string, { tags, given, transitive }: SessionTags): Context {
  const externalId = form.get("ExternalId");
  const requested = given.map((key) => [`aws:RequestTag/${key}`, tags[key] ?? ""] as const);
  return {
    ...Object.fromEntries(requested),
    ...(given.length > 0 ? { "aws:TagKeys": given } : {}),
    ...(transitive.length > 0 ? { "sts:TransitiveTagKeys": transitive } : {}),
    ...(externalId === null ? {} : { "sts:ExternalId": externalId }),
    "sts:RoleSessionName": sessionName,
  };
}

/** Who asks the account for what, and when: milliseconds since 1970. */
export interface StsCall {
  readonly config: CellConfig;
  readonly sessions: Sessions;
  readonly principal: Principal;
  readonly now: number;
}

export type AssumedSession = Session & { readonly packedPercent: number };

/**
 * STS AssumeRole: the caller's own policy must allow it and the role must trust the caller (and its external ID).
 * A role that is missing is refused like one that trusts somebody else.
 * @throws AwsError `AccessDenied`, `ValidationError`, `MalformedPolicyDocument`, `PackedPolicyTooLarge`.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
export function assumeRole({ config, sessions, principal, now }: StsCall, form: URLSearchParams): AssumedSession {
  const arn = form.get("RoleArn") ?? "";
  const sessionName = parseSessionName(form.get("RoleSessionName") ?? "");
  const durationSeconds = parseSeconds(form.get("DurationSeconds"));
  const sessionTags = parseSessionTags(form, principal);
  const policy = parsePolicy(form.get("Policy"));
  checkSupported(form);
  const context = contextOf(form, sessionName, sessionTags);
  const actions = ["sts:AssumeRole", ...(sessionTags.given.length > 0 ? ["sts:TagSession"] : [])];
  const role = loadRole(config, arn);
  const missing = actions.find((action) => !isPermitted(principal, action, arn, context));
  const hasExternalId = role?.trust.externalId === undefined || role.trust.externalId === form.get("ExternalId");
  if (!role || missing !== undefined || !hasExternalId || !isTrusted(config, role, principal)) {
    const action = missing ?? "sts:AssumeRole";
    throw new AwsError(
      "AccessDenied",
      403,
      `User: ${principal.arn} is not authorized to perform: ${action} on resource: ${arn}`,
    );
  }
  checkSeconds(durationSeconds, role, principal);
  const { tags, transitive } = sessionTags;
  const packed = (form.get("Policy")?.length ?? 0) + Object.entries(tags).flat().join("").length;
  const packedPercent = Math.ceil((packed / maxPackedBytes) * 100);
  if (packedPercent > 100) {
    throw new AwsError(
      "PackedPolicyTooLarge",
      400,
      `Packed size of session tags consumes ${packedPercent}% of allotted space.`,
    );
  }
  const wanted = { roleName: role.name, sessionName, tags, transitiveTags: transitive, durationSeconds };
  return { ...sessions.create(policy ? { ...wanted, policy } : wanted, now), packedPercent };
}

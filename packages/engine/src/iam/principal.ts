import type { Policy } from "../cell/cell-config.ts";
import { AwsError } from "../http/aws-error.ts";
import { evaluate } from "./evaluate.ts";

/** Who signed the request, and what may be done with that signature. */
export interface Principal {
  readonly arn: string;
  readonly userId: string;
  readonly identityPolicy: Policy;
  /** Of a session that was narrowed when its role was assumed. */
  readonly sessionPolicy?: Policy;
  readonly tags: Readonly<Record<string, string>>;
}

function refusal(principal: Principal, action: string, resource: string, reason: string): AwsError {
  const message = `User: ${principal.arn} is not authorized to perform: ${action} on resource: ${resource} ${reason}`;
  return new AwsError("AccessDeniedException", 403, message);
}

/**
 * Effective permission is the identity policy AND, where there is one, the session policy; Deny wins in both.
 * @throws AwsError `AccessDeniedException` that names which of the two refused.
 */
export function checkAllowed(
  principal: Principal,
  action: string,
  resource: string,
  context: Record<string, string> = {},
): void {
  const tags = Object.entries(principal.tags).map(([key, value]) => [`aws:PrincipalTag/${key}`, value]);
  const keys = [...Object.entries(context), ...tags].map(([key = "", value = ""]) => [key.toLowerCase(), value]);
  const question = { action, resource, context: Object.fromEntries(keys) };
  const policies = { "identity-based": principal.identityPolicy, session: principal.sessionPolicy };
  for (const [kind, policy] of Object.entries(policies)) {
    if (!policy) continue;
    const verdict = evaluate(policy, question);
    if (verdict === "denied")
      throw refusal(
        principal,
        action,
        resource,
        `with an explicit deny in ${kind === "session" ? "a" : "an"} ${kind} policy`,
      );
    if (verdict === "implicit") {
      throw refusal(principal, action, resource, `because no ${kind} policy allows the ${action} action`);
    }
  }
}

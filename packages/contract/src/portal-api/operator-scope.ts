import type { OperatorScope } from "../access-tokens.ts";
import type { PortalRule } from "./rule.ts";

const operators = "/api/v1/operator";

/**
 * What an operator does in person, never by a token: what opens somebody's account or a tenant's code and letters, what
 * signs everybody's tokens, and tokens themselves.
 */
const inPerson: readonly RegExp[] = [
  /\/operator\/access-tokens/,
  /\/operator\/users\//,
  /support-access/,
  /\/operator\/mails/,
  /\/operator\/signing-keys\//,
  /\/releases\/\{number\}$/,
  /\/close$/,
];

function scopeOf({ method, path }: PortalRule): OperatorScope | null {
  if (inPerson.some((part) => part.test(path))) return null;
  if (method === "GET") return "platform:read";
  return path.startsWith(`${operators}/tenants`) ? "tenants:write" : "platform:write";
}

/** An operators' rule with what a token needs for it: to read, to change tenants, to change what all of them share. */
export function withOperatorScope(rule: PortalRule): PortalRule {
  return rule.role === "operator" ? { ...rule, scope: scopeOf(rule) } : rule;
}

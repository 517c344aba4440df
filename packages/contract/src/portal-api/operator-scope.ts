import type { OperatorScope } from "../access-tokens.ts";
import type { PortalRule } from "./rule.ts";

const operators = "/api/v1/operator";

/**
 * What an operator does in person, never by a token: what opens somebody's account or a tenant's code and letters, what
 * signs everybody's tokens, tokens themselves, and where the platform's alerts go and what signs them.
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

/** Of webhooks a token may see, try and send again; their secrets and addresses are in a person's hands. */
const webhooks = /\/operator\/webhooks(?:\/\{id\}(?:\/rotate)?)?$/;

function scopeOf({ method, path }: PortalRule): OperatorScope | null {
  if (inPerson.some((part) => part.test(path))) return null;
  if (method !== "GET" && webhooks.test(path)) return null;
  if (method === "GET") return "platform:read";
  return path.startsWith(`${operators}/tenants`) ? "tenants:write" : "platform:write";
}

/** An operators' rule with what a token needs for it: to read, to change tenants, to change what all of them share. */
export function withOperatorScope(rule: PortalRule): PortalRule {
  return rule.role === "operator" ? { ...rule, scope: scopeOf(rule) } : rule;
}

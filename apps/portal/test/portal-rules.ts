import { accessScopeSchema, type PortalRule, portalRules } from "@annex/contract";

export const nameOf = ({ method, path }: PortalRule) => `${method} ${path}`;
const named = (rules: readonly PortalRule[]) => rules.map((rule): [string, PortalRule] => [nameOf(rule), rule]);
const noTenant = new Set(["operator", "person", "anyone"]);
const tenantRules = portalRules.filter(({ role }) => !noTenant.has(role));
/** The one open route that wants no secret: it sends one. */
export const forgot = "POST /api/v1/password-resets/forgot";
export const openRules = named(portalRules.filter(({ role }) => role === "anyone"));
export const guardedRules = named(portalRules.filter(({ role }) => role !== "anyone"));
/** What only a person may do who is signed in. */
export const inPerson = tenantRules.filter(({ scope }) => scope === null);
/** What an access token may be used for. */
export const byToken = named(tenantRules.filter(({ scope }) => scope !== null));
/** Of those, what names a thing of a tenant's in its path. */
export const naming = byToken.filter(([, { path }]) => path.includes("{") && !path.includes("{type}"));

/** The rule of an operation such as `GET /api/v1/functions`. */
export function ruleOf(operation: string): PortalRule {
  const rule = portalRules.find((known) => nameOf(known) === operation);
  if (!rule) throw new Error(`There is no ${operation}.`);
  return rule;
}

/** Every scope but one. */
export const without = (needed: string) => accessScopeSchema.options.filter((scope) => scope !== needed);

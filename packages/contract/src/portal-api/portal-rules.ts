import { accountRules } from "./account-rules.ts";
import { comparisonRules } from "./comparison-rules.ts";
import { functionRules } from "./function-rules.ts";
import { operatorRules } from "./operator-rules.ts";
import { withOperatorScope } from "./operator-scope.ts";
import { operatorWebhookRules } from "./operator-webhook-rules.ts";
import { planRules } from "./plan-rules.ts";
import type { PortalRule } from "./rule.ts";
import { runtimeRules } from "./runtime-rules.ts";
import { tenantRules } from "./tenant-rules.ts";

/** The portal's API: every operation, with who may call it. The OpenAPI document is made of it. */
export const portalRules: readonly PortalRule[] = [
  ...functionRules,
  ...tenantRules,
  ...accountRules,
  ...operatorRules,
  ...operatorWebhookRules,
  ...planRules,
  ...comparisonRules,
  ...runtimeRules,
].map(withOperatorScope);

const patterns = portalRules.map((known) => ({
  known,
  pattern: new RegExp(`^${known.path.replaceAll(/\{\w+\}/g, "[^/]+")}$`),
}));

/** The rule of a request, by its method and path. */
export function ruleOf(method: string, path: string): PortalRule | undefined {
  return patterns.find(({ known, pattern }) => known.method === method && pattern.test(path))?.known;
}

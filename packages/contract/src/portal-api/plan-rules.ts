import { z } from "zod";
import { timeRangeSchema } from "../operations.ts";
import {
  planChangeSchema,
  planDetailSchema,
  planImpactSchema,
  planSchema,
  planUseSchema,
  savePlanSchema,
} from "../plans.ts";
import { tenantMovesSchema } from "../tenants.ts";
import { type PortalRule, rule } from "./rule.ts";

const operator = { role: "operator", scope: null } as const;
const plan = "/operator/plans/{key}" as const;

/** What tenants may have, what they pay for it, and which of them move. */
export const planRules: readonly PortalRule[] = [
  rule("GET /operator/movers", "List the tenants whose invocations rose and fell the most", {
    ...{ ...operator, query: z.object({ range: timeRangeSchema.optional() }), answer: tenantMovesSchema },
  }),
  rule("GET /operator/plans", "List plans with what their tenants cost and pay", {
    ...{ ...operator, answer: z.array(planUseSchema) },
  }),
  rule(`GET ${plan}`, "Get a plan with its tenants", { ...operator, answer: planDetailSchema }),
  rule(`PUT ${plan}`, "Save a plan", { ...operator, body: savePlanSchema, answer: planSchema }),
  rule(`POST ${plan}/impact`, "Tell which tenants have more than new limits would let them have", {
    ...{ ...operator, body: planChangeSchema, answer: planImpactSchema },
  }),
];

import { z } from "zod";
import {
  campaignDetailSchema,
  campaignSchema,
  changeCampaignItemSchema,
  changeCampaignSchema,
  runtimeFunctionPageSchema,
  runtimeFunctionQuerySchema,
  runtimesSchema,
  startCampaignSchema,
} from "../runtimes.ts";
import { type PortalRule, rule } from "./rule.ts";

const operator = { role: "operator", scope: null } as const;
const campaign = "/operator/campaigns/{id}" as const;

/** When runtimes end, who uses them, and the campaigns that bring functions to a successor. */
export const runtimeRules: readonly PortalRule[] = [
  rule("GET /operator/runtimes", "List runtimes with their end of life and their use", {
    ...{ ...operator, answer: runtimesSchema },
  }),
  rule("GET /operator/runtimes/{runtime}/functions", "List the functions whose live release has a runtime", {
    ...{ ...operator, query: runtimeFunctionQuerySchema, answer: runtimeFunctionPageSchema },
  }),
  rule("POST /operator/runtimes/{runtime}/campaigns", "Begin a campaign: test every function on a successor", {
    ...{ ...operator, body: startCampaignSchema, answer: campaignSchema, status: 201 },
  }),
  rule("GET /operator/campaigns", "List campaigns, newest first", { ...operator, answer: z.array(campaignSchema) }),
  rule(`GET ${campaign}`, "Get a campaign with its functions", { ...operator, answer: campaignDetailSchema }),
  rule(`PATCH ${campaign}`, "Roll a tested campaign out, pause, resume or cancel it", {
    ...{ ...operator, body: changeCampaignSchema, answer: campaignSchema },
  }),
  rule(`PATCH ${campaign}/functions/{functionId}`, "Leave a function out, take it in, or test it again", {
    ...{ ...operator, body: changeCampaignItemSchema, answer: campaignDetailSchema },
  }),
];

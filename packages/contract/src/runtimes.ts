import { z } from "zod";
import { runtimeSchema } from "./languages.ts";
import { changeRolloutSchema, rolloutItemSchema, rolloutPlanSchema, rolloutSchema } from "./rollouts.ts";

/** Dates of a runtime in Lambda, as days (UTC). */
export const runtimeLifeSchema = z.object({
  runtime: runtimeSchema,
  label: z.string(),
  /** From then on no security patches and no support. */
  deprecatedOn: z.iso.date(),
  /** From then on no function can be created with it. */
  createBlockedOn: z.iso.date(),
  /** From then on no function that has it can be changed: nothing can be deployed, and nothing rolled back. */
  updateBlockedOn: z.iso.date(),
});
export type RuntimeLife = z.infer<typeof runtimeLifeSchema>;

/** A runtime with its dates and how much of it is in use. */
export const runtimeUseSchema = runtimeLifeSchema.extend({
  phase: z.enum(["supported", "ending", "deprecated", "create_blocked", "update_blocked"]),
  /** Whole days until `deprecatedOn`; negative after it. */
  daysLeft: z.number().int(),
  /** Runtimes of the same language that end later, the newest first. */
  successors: z.array(runtimeSchema),
  /** Functions whose live release has it, and of how many tenants. */
  functions: z.number().int(),
  tenants: z.number().int(),
  /** Of those, functions that their tenants keep on it. */
  kept: z.number().int(),
});
export type RuntimeUse = z.infer<typeof runtimeUseSchema>;

export const runtimesSchema = z.object({
  runtimes: z.array(runtimeUseSchema),
  /** Where the dates are from, and the day on which they were read. */
  source: z.url(),
  asOf: z.iso.date(),
});
export type Runtimes = z.infer<typeof runtimesSchema>;

export const runtimeFunctionQuerySchema = z.object({
  offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
  limit: z.coerce.number().int().min(1).max(500).default(200),
});

/** A function whose live release has the runtime. */
export const runtimeFunctionSchema = z.object({
  tenant: z.object({ id: z.string(), slug: z.string(), name: z.string() }),
  functionId: z.string(),
  functionName: z.string(),
  releaseNumber: z.number().int(),
  deployedAt: z.string(),
  testEvents: z.number().int(),
  keepsRuntime: z.boolean(),
  invocations30d: z.number().int(),
});
export type RuntimeFunction = z.infer<typeof runtimeFunctionSchema>;

export const runtimeFunctionPageSchema = z.object({
  items: z.array(runtimeFunctionSchema),
  total: z.number().int(),
});

/**
 * Begins to bring a successor to every function whose live release has an older runtime: first each one's test events
 * run on it, with nothing deployed; a person then lets it roll out, or not.
 */
export const startCampaignSchema = rolloutPlanSchema.extend({ to: runtimeSchema });
export type StartCampaign = z.infer<typeof startCampaignSchema>;

export const campaignTestSchema = z.enum(["waiting", "running", "passed", "failed", "none"]);
export type CampaignTest = z.infer<typeof campaignTestSchema>;

export const campaignSchema = rolloutSchema.extend({
  from: z.string(),
  to: z.string(),
  /** How the functions' test events did on the new runtime; `none` have no test event. */
  tests: z.object({
    waiting: z.number().int(),
    running: z.number().int(),
    passed: z.number().int(),
    failed: z.number().int(),
    none: z.number().int(),
  }),
});
export type Campaign = z.infer<typeof campaignSchema>;

export const campaignItemSchema = rolloutItemSchema.extend({ functionId: z.string(), test: campaignTestSchema });
export type CampaignItem = z.infer<typeof campaignItemSchema>;

/** The campaign with its functions: those that failed or were left out first, at most 500. */
export const campaignDetailSchema = campaignSchema.extend({ items: z.array(campaignItemSchema) });
export type CampaignDetail = z.infer<typeof campaignDetailSchema>;

/** `running` begins the waves where it was tested, or lets it go on. */
export const changeCampaignSchema = changeRolloutSchema;

const reason = z.string().trim().min(3).max(300);

/** One function of a campaign: leave it out, take it in (again) whatever became of it, or run its tests again. */
export const changeCampaignItemSchema = z.discriminatedUnion("action", [
  z.object({ action: z.literal("leave_out"), reason }),
  z.object({ action: z.literal("take_in"), reason }),
  z.object({ action: z.literal("test_again") }),
]);
export type ChangeCampaignItem = z.infer<typeof changeCampaignItemSchema>;

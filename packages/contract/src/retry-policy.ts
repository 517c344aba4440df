import { z } from "zod";

/**
 * How the runs of an accepted invocation are tried again: how often in all, after how long at first (doubled each
 * time, with jitter), at most how long between two, and until how long after it was accepted.
 */
export const retryPolicySchema = z.object({
  maxAttempts: z.number().int().min(1).max(20),
  firstDelaySeconds: z.number().min(0).max(3600),
  maxDelaySeconds: z.number().min(1).max(86_400),
  maxAgeSeconds: z.number().int().min(60).max(604_800),
});
export type RetryPolicy = z.infer<typeof retryPolicySchema>;

/** Where neither binding nor function has a policy of its own. */
export const platformRetryPolicy: RetryPolicy = {
  maxAttempts: 3,
  firstDelaySeconds: 2,
  maxDelaySeconds: 300,
  maxAgeSeconds: 21_600,
};

export const setRetryPolicySchema = z.object({ retryPolicy: retryPolicySchema.nullable() });

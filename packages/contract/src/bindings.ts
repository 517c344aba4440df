import { z } from "zod";
import { fieldValuesSchema } from "./fields.ts";
import { retryPolicySchema } from "./retry-policy.ts";

/** When a binding runs, how long it may take, and what happens when its function fails. */
export const bindingSettingsSchema = z.object({
  /** `blocking`: the caller waits for it. `async`: it is accepted once those are through, and sees what they set. */
  mode: z.enum(["blocking", "async"]),
  /** CEL over the extension point's input fields: `invoice.total > 1000.0`. Null: always. */
  condition: z.string().min(1).max(2000).nullable(),
  /** Milliseconds, of a blocking one inside the extension point's own; null: whatever of that is left. */
  timeoutMs: z.number().int().min(50).max(60_000).nullable(),
  /** Null: as the extension point says. `closed` fails the call even where the extension point goes on. */
  failureMode: z.enum(["open", "closed"]).nullable(),
  /** What is set in place of a function that failed, where the call goes on. */
  fallback: fieldValuesSchema.nullable(),
});
export type BindingSettings = z.infer<typeof bindingSettingsSchema>;

export const bindingSchema = z.object({
  id: z.string(),
  extensionPointKey: z.string(),
  functionName: z.string(),
  position: z.number().int(),
  enabled: z.boolean(),
  /** The function has a live release; without one the binding does nothing. */
  live: z.boolean(),
  ...bindingSettingsSchema.shape,
  /** Its own way to try accepted invocations again; null is the function's. */
  retryPolicy: retryPolicySchema.nullable(),
});
export type Binding = z.infer<typeof bindingSchema>;

export const bindSchema = z.object({ extensionPointKey: z.string(), functionName: z.string() });
export type Bind = z.infer<typeof bindSchema>;

export const updateBindingSchema = z.object({
  enabled: z.boolean().optional(),
  position: z.number().int().min(0).max(100).optional(),
  ...bindingSettingsSchema.partial().shape,
  retryPolicy: retryPolicySchema.nullable().optional(),
});
export type UpdateBinding = z.infer<typeof updateBindingSchema>;

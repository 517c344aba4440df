import { z } from "zod";

export const credentialNameSchema = z
  .string()
  .min(2)
  .max(60)
  .regex(/^[a-z][a-z0-9-]*$/, "Use lower-case letters, digits and hyphens, starting with a letter");

/** What may be shown of a credential; its value is write-only. `functionName` null: for every function of the tenant. */
export const credentialSchema = z.object({
  id: z.string(),
  name: credentialNameSchema,
  kind: z.enum(["oauth2_client", "secret"]),
  functionName: z.string().nullable(),
  /** { clientId, scope } or { hint }. */
  description: z.record(z.string(), z.string()),
  /** Functions whose draft or live release maps it to a parameter. */
  usedBy: z.array(z.string()),
  version: z.number().int(),
  createdBy: z.string(),
  updatedAt: z.string(),
});
export type Credential = z.infer<typeof credentialSchema>;

export const createCredentialSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("oauth2_client"),
    name: credentialNameSchema,
    functionName: z.string().nullable(),
    clientId: z.string().min(1).max(200),
    clientSecret: z.string().min(1).max(500),
    scope: z.string().max(500),
  }),
  z.object({
    kind: z.literal("secret"),
    name: credentialNameSchema,
    functionName: z.string().nullable(),
    value: z.string().min(1).max(4096),
  }),
]);
export type CreateCredential = z.infer<typeof createCredentialSchema>;

/** A new value for a credential: functions get it with their next invocation, without a deployment. */
export const rotateCredentialSchema = z.object({ value: z.string().min(1).max(4096) });
export type RotateCredential = z.infer<typeof rotateCredentialSchema>;

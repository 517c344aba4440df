import { z } from "zod";

const oneOrMany = z
  .union([z.string(), z.array(z.string())])
  .transform((value) => (typeof value === "string" ? [value] : value));

/** A policy variable that is not filled in would make a Deny match nothing: it is refused rather than misread. */
const patterns = oneOrMany.refine((values) => values.every((value) => !value.includes("${")), {
  message: "policy variables are not supported",
});

const conditionSchema = z.record(z.string(), z.record(z.string(), patterns));

/** One statement of an IAM policy. `NotAction` and `NotResource` are refused rather than misread. */
export const statementSchema = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.enum(["Allow", "Deny"]),
  Action: patterns,
  Resource: patterns,
  Condition: conditionSchema.optional(),
});
export type Statement = z.infer<typeof statementSchema>;

export const policySchema = z.strictObject({
  Version: z.string().optional(),
  Id: z.string().optional(),
  Statement: z
    .union([statementSchema, z.array(statementSchema)])
    .transform((value) => (Array.isArray(value) ? value : [value])),
});
export type Policy = z.infer<typeof policySchema>;

const trustSchema = z.object({
  /** ARNs of users, roles or the account (`…:root`), `*`, or a service such as `lambda.amazonaws.com`. */
  principals: z.array(z.string()),
  externalId: z.string().optional(),
});

const userSchema = z.object({
  name: z.string(),
  accessKeyId: z.string(),
  secretAccessKey: z.string(),
  policy: policySchema,
});

const roleSchema = z.object({
  name: z.string(),
  trust: trustSchema,
  policy: policySchema,
  /** How long a session of the role may last; IAM's default otherwise. */
  maxSessionSeconds: z.int().min(3600).max(43_200).default(3600),
});
export type Role = z.infer<typeof roleSchema>;

/** The account that the engine plays: who there is and what each may do. */
export const cellConfigSchema = z.object({
  accountId: z.string().regex(/^\d{12}$/),
  region: z.string(),
  externalId: z.string(),
  users: z.array(userSchema),
  roles: z.array(roleSchema),
});
export type CellConfig = z.infer<typeof cellConfigSchema>;

import { z } from "zod";

/** `viewer`: looks at everything a viewer sees. `developer`: also changes and deploys. Never an owner's rights. */
export const accessRoleSchema = z.enum(["viewer", "developer"]);

const hours = z.number().int().min(1).max(72);

/** An operator asks a tenant's owners for access. */
export const requestAccessSchema = z.object({
  role: accessRoleSchema,
  /** The owners read it, and the audit trail keeps it. */
  reason: z.string().trim().min(3).max(300),
  hours: hours.default(4),
});
export type RequestAccess = z.infer<typeof requestAccessSchema>;

/** An owner may give another time than was asked for. */
export const grantAccessSchema = z.object({ hours: hours.optional() });
export type GrantAccess = z.infer<typeof grantAccessSchema>;

/** An operator's access to a tenant, asked for, in force or over. */
export const supportAccessSchema = z.object({
  id: z.string(),
  tenant: z.object({ id: z.string(), slug: z.string(), name: z.string() }),
  /** E-mail. */
  operator: z.string(),
  role: accessRoleSchema,
  reason: z.string(),
  hours: z.number().int(),
  state: z.enum(["requested", "active", "declined", "withdrawn", "ended", "expired"]),
  requestedAt: z.string(),
  grantedBy: z.string().nullable(),
  grantedAt: z.string().nullable(),
  expiresAt: z.string().nullable(),
  endedBy: z.string().nullable(),
  endedAt: z.string().nullable(),
});
export type SupportAccess = z.infer<typeof supportAccessSchema>;

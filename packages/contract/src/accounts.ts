import { z } from "zod";
import { emailSchema } from "./email.ts";
import { membershipRoleSchema } from "./members.ts";
import { oneLine, oneLineMessage } from "./names.ts";
import { tenantSummarySchema } from "./tenants.ts";

const linkTokenSchema = z.string().min(20).max(100);

export const passwordSchema = z
  .string()
  .min(12, "A password has at least 12 characters.")
  .max(200, "A password has at most 200 characters.");
const personNameSchema = z.string().trim().min(1, "Say how others know you.").max(80).regex(oneLine, oneLineMessage);

/** Who is invited to a tenant, as its owners see it. */
export const invitationSchema = z.object({
  id: z.string(),
  email: z.string(),
  role: membershipRoleSchema,
  createdBy: z.string(),
  createdAt: z.string(),
  expiresAt: z.string(),
});
export type Invitation = z.infer<typeof invitationSchema>;

export const createInvitationSchema = z.object({
  email: emailSchema,
  role: membershipRoleSchema,
  expiresInDays: z.number().int().min(1).max(30).default(7),
});
export type CreateInvitation = z.input<typeof createInvitationSchema>;

/** The only time that the link is told; it is in the e-mail as well. */
export const createdInvitationSchema = invitationSchema.extend({ link: z.string() });
export type CreatedInvitation = z.infer<typeof createdInvitationSchema>;

/** A new tenant, with its first owner's invitation where one was asked for. */
export const createdTenantSchema = z.object({
  tenant: tenantSummarySchema,
  invitation: createdInvitationSchema.nullable(),
});
export type CreatedTenant = z.infer<typeof createdTenantSchema>;

export const openInvitationSchema = z.object({ token: linkTokenSchema });

/** What an invitation says to who holds its link. */
export const openedInvitationSchema = z.object({
  tenant: z.string(),
  tenantName: z.string(),
  email: z.string(),
  role: membershipRoleSchema,
  expiresAt: z.string(),
  /** There is an account with this address: it is joined with its own password. */
  hasAccount: z.boolean(),
});
export type OpenedInvitation = z.infer<typeof openedInvitationSchema>;

/** `name` and a new password make an account; where there is one, its password alone. */
export const acceptInvitationSchema = z.object({
  token: linkTokenSchema,
  name: personNameSchema.optional(),
  password: z.string().min(1).max(200),
});
export type AcceptInvitation = z.infer<typeof acceptInvitationSchema>;

/** Which account now belongs to which tenant. */
export const acceptedInvitationSchema = z.object({ email: z.string(), tenant: z.string() });

export const updateMemberSchema = z.object({ role: membershipRoleSchema });
export type UpdateMember = z.infer<typeof updateMemberSchema>;

/**
 * A link that sets a password. `link` is null where the person belongs to more than the owner's tenant: then it is in
 * the e-mail to that person alone.
 */
export const createdPasswordResetSchema = z.object({
  email: z.string(),
  expiresAt: z.string(),
  link: z.string().nullable(),
});
export type CreatedPasswordReset = z.infer<typeof createdPasswordResetSchema>;

export const openPasswordResetSchema = z.object({ token: linkTokenSchema });
export const openedPasswordResetSchema = z.object({ email: z.string(), expiresAt: z.string() });
export type OpenedPasswordReset = z.infer<typeof openedPasswordResetSchema>;

/** The answer is the same whether there is such an account or not. */
export const forgotPasswordSchema = z.object({ email: emailSchema });

export const resetPasswordSchema = z.object({ token: linkTokenSchema, password: passwordSchema });
export type ResetPassword = z.infer<typeof resetPasswordSchema>;
export const changedPasswordSchema = z.object({ email: z.string() });

export const changePasswordSchema = z.object({ current: z.string().min(1).max(200), password: passwordSchema });
export type ChangePassword = z.infer<typeof changePasswordSchema>;

/** A browser that somebody is signed in with. */
export const sessionSchema = z.object({
  id: z.string(),
  /** The one that asks. */
  current: z.boolean(),
  /** `password`, or the name of where the person signed in. */
  method: z.string(),
  address: z.string().nullable(),
  userAgent: z.string().nullable(),
  createdAt: z.string(),
  seenAt: z.string(),
  expiresAt: z.string(),
});
export type Session = z.infer<typeof sessionSchema>;

/** A person's own account. */
export const accountSchema = z.object({
  email: z.string(),
  name: z.string(),
  hasPassword: z.boolean(),
  /** Since when a code is asked for beside the password; null where none is. */
  totpSince: z.string().nullable(),
  recoveryCodesLeft: z.number().int(),
  createdAt: z.string(),
});
export type Account = z.infer<typeof accountSchema>;

/** The second factor as it begins: its secret for an authenticator app, as text, address and QR code (SVG). */
export const startedTotpSchema = z.object({ secret: z.string(), uri: z.string(), svg: z.string() });
export type StartedTotp = z.infer<typeof startedTotpSchema>;

export const confirmTotpSchema = z.object({ code: z.string().min(1).max(40) });
export type ConfirmTotp = z.infer<typeof confirmTotpSchema>;

/** The only time that the recovery codes are told. */
export const recoveryCodesSchema = z.object({ recoveryCodes: z.array(z.string()) });
export type RecoveryCodes = z.infer<typeof recoveryCodesSchema>;

/** Who changes how one signs in proves anew who it is. */
export const ownPasswordSchema = z.object({ password: z.string().min(1).max(200) });
export type OwnPassword = z.infer<typeof ownPasswordSchema>;

/** What a group of an OpenID Connect provider gives: a role in a tenant (by its slug), or the platform's operation. */
export const groupRuleSchema = z.union([
  z.object({ group: z.string().min(1), tenant: z.string().min(1), role: membershipRoleSchema }),
  z.object({ group: z.string().min(1), operator: z.literal(true) }),
]);
export type GroupRule = z.infer<typeof groupRuleSchema>;

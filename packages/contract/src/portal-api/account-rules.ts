import { z } from "zod";
import {
  acceptedInvitationSchema,
  acceptInvitationSchema,
  accountSchema,
  changedPasswordSchema,
  changePasswordSchema,
  confirmTotpSchema,
  forgotPasswordSchema,
  openedInvitationSchema,
  openedPasswordResetSchema,
  openInvitationSchema,
  openPasswordResetSchema,
  ownPasswordSchema,
  recoveryCodesSchema,
  resetPasswordSchema,
  sessionSchema,
  startedTotpSchema,
} from "../accounts.ts";
import { type PortalRule, rule } from "./rule.ts";

const person = { role: "person", scope: null } as const;
/** Who holds a link proves it by the link's secret. */
const anyone = { role: "anyone", scope: null } as const;

/** A person's own account, and the links that make one or give it a new password. */
export const accountRules: readonly PortalRule[] = [
  rule("GET /account", "Get one's own account", { ...person, answer: accountSchema }),
  rule("PUT /account/password", "Change one's own password", {
    ...{ ...person, body: changePasswordSchema, answer: null },
  }),
  rule("POST /account/totp", "Begin to use an authenticator app", {
    ...{ ...person, body: ownPasswordSchema, answer: startedTotpSchema, status: 201 },
  }),
  rule("PUT /account/totp", "Confirm the authenticator app by a code", {
    ...{ ...person, body: confirmTotpSchema, answer: recoveryCodesSchema },
  }),
  rule("DELETE /account/totp", "Stop using an authenticator app", { ...person, body: ownPasswordSchema, answer: null }),
  rule("GET /account/sessions", "List where one is signed in", { ...person, answer: z.array(sessionSchema) }),
  rule("DELETE /account/sessions", "End every other session of one's own", { ...person, answer: null }),
  rule("DELETE /account/sessions/{id}", "End a session of one's own", { ...person, answer: null }),
  rule("POST /invitations/open", "Read an invitation by its link", {
    ...{ ...anyone, body: openInvitationSchema, answer: openedInvitationSchema },
  }),
  rule("POST /invitations/accept", "Accept an invitation", {
    ...{ ...anyone, body: acceptInvitationSchema, answer: acceptedInvitationSchema },
  }),
  rule("POST /password-resets/forgot", "Ask for a link for a new password by e-mail", {
    ...{ ...anyone, body: forgotPasswordSchema, answer: null },
  }),
  rule("POST /password-resets/open", "Read a link for a new password", {
    ...{ ...anyone, body: openPasswordResetSchema, answer: openedPasswordResetSchema },
  }),
  rule("POST /password-resets/use", "Set a new password by a link", {
    ...{ ...anyone, body: resetPasswordSchema, answer: changedPasswordSchema },
  }),
];

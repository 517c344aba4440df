import { type OpenedPasswordReset, openPasswordResetSchema } from "@annex/contract";
import type { z } from "zod";
import type { AccountContext } from "../account/account-context.ts";
import { parse } from "../context/parse.ts";
import { loadPasswordReset } from "./load-password-reset.ts";

/** Whose password a link sets. @throws AppError `not_found`. */
export async function openPasswordReset(
  { db }: Pick<AccountContext, "db">,
  input: z.input<typeof openPasswordResetSchema>,
): Promise<OpenedPasswordReset> {
  const { token } = parse(openPasswordResetSchema, input);
  const { user, expiresAt } = await loadPasswordReset(db.operator, token);
  return { email: user.email, expiresAt: expiresAt.toISOString() };
}

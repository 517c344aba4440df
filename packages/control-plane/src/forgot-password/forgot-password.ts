import { AppError, forgotPasswordSchema } from "@annex/contract";
import { z } from "zod";
import type { AccountContext } from "../account/account-context.ts";
import { countTry } from "../authenticate-user/take-try.ts";
import { parse } from "../context/parse.ts";

const inputSchema = forgotPasswordSchema.extend({
  portalUrl: z.url(),
  /** Whence: an IP address, where it is known. */
  address: z.string().max(100).nullable(),
});

/** How many links may be asked for within a quarter of an hour. */
const mostAsked = { account: 3, address: 20 } as const;

/**
 * Asks for a link to a new password by e-mail. Whether the address has an account is looked up later, by the worker: the
 * caller's answer and its time are the same either way, since the same is done.
 * @throws AppError `limit_exceeded` with the seconds to wait, for an address with an account or without one.
 */
export async function forgotPassword(
  { db, jobs }: Pick<AccountContext, "db" | "jobs">,
  input: z.input<typeof inputSchema>,
): Promise<void> {
  const { email, portalUrl, address } = parse(inputSchema, input);
  const tries = [
    { key: `forgot:${email}`, most: mostAsked.account },
    ...(address === null ? [] : [{ key: `forgot-from:${address}`, most: mostAsked.address }]),
  ];
  for (const { key, most } of tries) {
    const { allowed, seconds } = await countTry({ db }, key, most);
    if (allowed) continue;
    throw new AppError("limit_exceeded", `A link was asked for too often. Wait ${seconds} seconds, then try again.`, {
      retryAfterSeconds: seconds,
    });
  }
  await db.operator.$transaction((tx) => jobs.send(tx, { queue: "forgot-password", data: { email, portalUrl } }));
}

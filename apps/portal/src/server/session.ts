import { getServerSession } from "next-auth";
import { cache } from "react";
import { authOptions } from "./auth-options";
import { type SessionUser, sessionUserSchema } from "./session-user";

/** The signed-in user of this request, or null. */
export const sessionUser = cache(async (): Promise<SessionUser | null> => {
  const session = await getServerSession(authOptions());
  const parsed = sessionUserSchema.safeParse(session?.user);
  return parsed.success ? parsed.data : null;
});

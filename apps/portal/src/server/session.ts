import { AppError } from "@annex/contract";
import { loadSession } from "@annex/control-plane";
import { orDatabaseAway } from "@annex/db";
import { headers } from "next/headers";
import { decode } from "next-auth/jwt";
import { cache } from "react";
import { z } from "zod";
import { databaseAway } from "@/format/error-digest";
import { env } from "../env";
import { services } from "./services";
import type { SessionUser } from "./session-user";

const tokenSchema = z.object({ sid: z.uuid() });

/** next-auth's name of the cookie: over HTTPS browsers keep it from every other site and from plain HTTP. */
export function sessionCookieName(): string {
  return `${env().NEXTAUTH_URL.startsWith("https://") ? "__Secure-" : ""}next-auth.session-token`;
}

function cookieOf(header: string, name: string): string | undefined {
  const pair = header.split(/;\s*/).find((part) => part.startsWith(`${name}=`));
  return pair?.slice(name.length + 1);
}

/** The ID in the session's cookie, which next-auth encrypted; undefined for none and for what is not ours. */
async function sessionIdOf(cookies: string | null): Promise<string | undefined> {
  const token = cookieOf(cookies ?? "", sessionCookieName());
  if (!token) return undefined;
  const decoded = await decode({ token: decodeURIComponent(token), secret: env().NEXTAUTH_SECRET }).catch(() => null);
  return tokenSchema.safeParse(decoded).data?.sid;
}

/** Who sent these cookies, as the database has it now: an ended session is nobody's, on every node at once. */
export async function userOfCookies(cookies: string | null): Promise<SessionUser | null> {
  const id = await sessionIdOf(cookies);
  return id === undefined ? null : loadSession(await services(), id);
}

/** A database that is away is told on the error page too. */
function toldOnPage(failure: unknown): unknown {
  const error = orDatabaseAway(failure);
  return error instanceof AppError && error.code === "unavailable"
    ? Object.assign(error, { digest: databaseAway })
    : error;
}

/** The signed-in user of the page that is made, or null. */
export const sessionUser = cache(async (): Promise<SessionUser | null> => {
  try {
    return await userOfCookies((await headers()).get("cookie"));
  } catch (failure) {
    throw toldOnPage(failure);
  }
});

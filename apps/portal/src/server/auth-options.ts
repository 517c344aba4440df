import { AppError, emailSchema } from "@annex/contract";
import { authenticateIdentity, authenticateUser, endSession, sessionSeconds, startSession } from "@annex/control-plane";
import { orDatabaseAway } from "@annex/db";
import type { NextAuthOptions, Profile, User } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import { z } from "zod";
import { env } from "../env";
import { oidcProviders, personOf } from "./oidc";
import { services } from "./services";
import { signInAddress } from "./sign-in-address";

const credentialsSchema = z.object({
  email: emailSchema,
  password: z.string().min(1).max(200),
  code: z.string().max(40).default(""),
});
const startedSchema = z.object({ sid: z.uuid() });
const endedSchema = z.object({ sid: z.uuid(), sub: z.uuid(), email: z.string() });

/** What a sign-in's form is told by, where our own code has no word for it. */
const words: Readonly<Record<string, string>> = { forbidden: "code_needed", invalid_request: "code_wrong" };

/** A wrong password is an answer; what else fails is told to the form by its code, a wait with its seconds. */
function rejectedOrThrow(failure: unknown): null {
  const error = orDatabaseAway(failure);
  if (!(error instanceof AppError)) throw new Error("internal", { cause: error });
  if (error.code === "unauthenticated") return null;
  const seconds = error.retryAfterSeconds === undefined ? "" : `:${error.retryAfterSeconds}`;
  throw new Error(`${words[error.code] ?? error.code}${seconds}`, { cause: error });
}

export interface Browser {
  readonly address: string | null;
  readonly userAgent: string | null;
}

/** The browser that a request came from. */
export function browserOf(headers: Headers): Browser {
  return { address: signInAddress(headers.get("x-forwarded-for")), userAgent: headers.get("user-agent") };
}

async function byPassword(input: z.output<typeof credentialsSchema>, browser: Browser) {
  const source = await services();
  const user = await authenticateUser(source, { ...input, address: browser.address });
  const sid = await startSession(source, { userId: user.id, method: "password", ...browser });
  return { ...user, sid };
}

/** A person of the OpenID Connect provider becomes one of ours: next-auth's user, changed in place, goes into the cookie. */
async function byProvider(user: User, profile: Profile | undefined, browser: Browser): Promise<void> {
  const source = await services();
  const person = personOf(profile);
  const ours = await authenticateIdentity(source, person);
  const { issuer, session: issuerSession } = person;
  const begun = { userId: ours.id, method: env().OIDC_NAME, issuer, issuerSession };
  const sid = await startSession(source, { ...begun, ...browser });
  Object.assign(user, ours, { sid });
}

/** next-auth: the session's ID in a signed and encrypted cookie, the session itself in the database. */
export function authOptions(browser: Browser): NextAuthOptions {
  return {
    secret: env().NEXTAUTH_SECRET,
    session: { strategy: "jwt", maxAge: sessionSeconds },
    pages: { signIn: "/signin", error: "/signin" },
    providers: [
      CredentialsProvider({
        name: "E-mail and password",
        credentials: { email: { type: "email" }, password: { type: "password" }, code: { type: "text" } },
        async authorize(input) {
          const parsed = credentialsSchema.safeParse(input);
          return parsed.success ? byPassword(parsed.data, browser).catch(rejectedOrThrow) : null;
        },
      }),
      ...oidcProviders(),
    ],
    callbacks: {
      async signIn({ user, account, profile }) {
        if (account?.type !== "oauth") return true;
        await byProvider(user, profile, browser).catch((failure) => {
          const error = orDatabaseAway(failure);
          throw new Error(error instanceof AppError ? `provider_${error.code}` : "internal", { cause: error });
        });
        return true;
      },
      jwt: ({ token, user }) => ({ ...token, ...(startedSchema.safeParse(user).data ?? {}) }),
    },
    events: {
      async signOut({ token }) {
        const ended = endedSchema.safeParse(token);
        if (!ended.success) return;
        const { sid: sessionId, sub: userId, email } = ended.data;
        const { db } = await services();
        const ctx = { db, userId, principal: { actor: `user:${email}` } };
        await endSession(ctx, { sessionId }).catch(() => undefined); // it had ended already
      },
    },
  };
}

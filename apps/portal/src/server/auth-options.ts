import { AppError } from "@annex/contract";
import { authenticateUser, endSession, sessionSeconds, startSession } from "@annex/control-plane";
import type { NextAuthOptions } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import { z } from "zod";
import { env } from "../env";
import { services } from "./services";
import { signInAddress } from "./sign-in-address";

const credentialsSchema = z.object({ email: z.string().min(1).max(254), password: z.string().min(1).max(200) });
const startedSchema = z.object({ sid: z.uuid() });
const endedSchema = z.object({ sid: z.uuid(), sub: z.uuid(), email: z.string() });

/** A wrong password is an answer; what else fails is told to the form by its code, a wait with its seconds. */
function rejectedOrThrow(error: unknown): null {
  if (!(error instanceof AppError)) throw new Error("internal", { cause: error });
  if (error.code === "unauthenticated") return null;
  const seconds = error.retryAfterSeconds === undefined ? "" : `:${error.retryAfterSeconds}`;
  throw new Error(`${error.code}${seconds}`, { cause: error });
}

interface FormHeaders {
  readonly "x-forwarded-for"?: string;
  readonly "user-agent"?: string;
}

async function signIn(input: z.output<typeof credentialsSchema>, headers: FormHeaders = {}) {
  const source = await services();
  const address = signInAddress(headers["x-forwarded-for"]);
  const user = await authenticateUser(source, { ...input, address });
  const userAgent = headers["user-agent"] ?? null;
  const sid = await startSession(source, { userId: user.id, method: "password", address, userAgent });
  return { ...user, sid };
}

/** next-auth: the session's ID in a signed and encrypted cookie, the session itself in the database. */
export function authOptions(): NextAuthOptions {
  return {
    secret: env().NEXTAUTH_SECRET,
    session: { strategy: "jwt", maxAge: sessionSeconds },
    pages: { signIn: "/signin", error: "/signin" },
    providers: [
      CredentialsProvider({
        name: "E-mail and password",
        credentials: { email: { type: "email" }, password: { type: "password" } },
        async authorize(input, request) {
          const parsed = credentialsSchema.safeParse(input);
          return parsed.success ? signIn(parsed.data, request.headers).catch(rejectedOrThrow) : null;
        },
      }),
    ],
    callbacks: {
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

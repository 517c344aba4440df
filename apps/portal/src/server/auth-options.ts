import { AppError } from "@annex/contract";
import { authenticateUser } from "@annex/control-plane";
import type { NextAuthOptions } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import { z } from "zod";
import { env } from "../env";
import { services } from "./services";
import { sessionUserSchema } from "./session-user";

const credentialsSchema = z.object({ email: z.string().min(1).max(254), password: z.string().min(1).max(200) });

/** A wrong password is an answer; what else fails is told to the form by its code. */
function rejectedOrThrow(error: unknown): null {
  if (error instanceof AppError && error.code === "unauthenticated") return null;
  throw new Error(error instanceof AppError ? error.code : "internal", { cause: error });
}

/** next-auth: e-mail and password, the session in a signed and encrypted cookie. */
export function authOptions(): NextAuthOptions {
  return {
    secret: env().NEXTAUTH_SECRET,
    session: { strategy: "jwt", maxAge: 12 * 60 * 60 },
    pages: { signIn: "/signin", error: "/signin" },
    providers: [
      CredentialsProvider({
        name: "E-mail and password",
        credentials: { email: { type: "email" }, password: { type: "password" } },
        async authorize(input) {
          const parsed = credentialsSchema.safeParse(input);
          if (!parsed.success) return null;
          return authenticateUser(await services(), parsed.data).catch(rejectedOrThrow);
        },
      }),
    ],
    callbacks: {
      jwt: ({ token, user }) => (user ? { ...token, annex: sessionUserSchema.parse(user) } : token),
      session: ({ session, token }) => {
        const user = sessionUserSchema.safeParse(token.annex);
        return user.success ? { ...session, user: user.data } : session;
      },
    },
  };
}

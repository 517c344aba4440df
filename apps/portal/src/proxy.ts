import { type NextRequest, NextResponse } from "next/server";
import { withAuth } from "next-auth/middleware";
import { env } from "./env";
import { pagePolicy } from "./server/page-policy";

/** Pages that need a session; the API answers 401 by itself, as problem details. */
const guarded = /^\/(?:$|t(?:\/|$)|operator(?:\/|$)|no-tenant$|account$)/;

/** Next puts the nonce of the request's policy on every script of the page; our own script reads it itself. */
function withPolicy(request: NextRequest): NextResponse {
  const nonce = Buffer.from(crypto.randomUUID()).toString("base64");
  const policy = pagePolicy({ nonce, isDevelopment: process.env.NODE_ENV === "development" });
  const headers = new Headers(request.headers);
  headers.set("content-security-policy", policy);
  headers.set("x-nonce", nonce);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  if (env().NEXTAUTH_URL.startsWith("https://")) response.headers.set("strict-transport-security", "max-age=31536000");
  return response;
}

export default withAuth(withPolicy, {
  pages: { signIn: "/signin" },
  callbacks: { authorized: ({ token, req }) => token !== null || !guarded.test(req.nextUrl.pathname) },
});

/** Every page; neither the API nor files. */
export const config = { matcher: ["/((?!api/|_next/).*)"] };

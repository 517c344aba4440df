import { type NextRequest, NextResponse } from "next/server";
import { getToken } from "next-auth/jwt";
import { env } from "./env";
import { pagePolicy } from "./server/page-policy";

/** Pages that need a session; the API answers 401 by itself, as problem details. */
const guarded = /^\/(?:$|t(?:\/|$)|operator(?:\/|$)|no-tenant$|account$)/;

/** To sign in, and back here after. Whether the session still is one is asked by the page's layout. */
function toSignIn({ nextUrl }: NextRequest): NextResponse {
  const to = new URL("/signin", nextUrl);
  to.searchParams.set("callbackUrl", `${nextUrl.pathname}${nextUrl.search}`);
  return NextResponse.redirect(to);
}

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

export async function proxy(request: NextRequest): Promise<NextResponse> {
  if (!guarded.test(request.nextUrl.pathname)) return withPolicy(request);
  const token = await getToken({ req: request, secret: env().NEXTAUTH_SECRET });
  return token === null ? toSignIn(request) : withPolicy(request);
}

/** Every page; neither the API nor files. */
export const config = { matcher: ["/((?!api/|_next/).*)"] };
